import { numberBytes, packed, unpacked, wordsIn } from '../days/columns.js';

/** The different sets of goals on which sessions of a day converted. */
export interface GoalSets {
  readonly count: number;
  /** Where each set begins in `goals`, and where the last one ends. */
  readonly starts: Uint32Array;
  /** The numbers of the goals of the sets, one set after the other. */
  readonly goals: Uint32Array;
}

/** Collects sets of goals, each once. */
export class GoalSetsBuilder {
  readonly #codes = new Map<string, number>();
  readonly #starts = [0];
  readonly #goals: number[] = [];

  get count(): number {
    return this.#codes.size;
  }

  codeOf(goals: ReadonlySet<number>): number {
    const sorted = [...goals].sort((one, other) => one - other);
    const key = sorted.join();
    let code = this.#codes.get(key);
    if (code === undefined) {
      code = this.#codes.size;
      this.#codes.set(key, code);
      this.#goals.push(...sorted);
      this.#starts.push(this.#goals.length);
    }
    return code;
  }

  /** The codes of sets that are stored elsewhere, in their order. */
  codesOf({ count, starts, goals }: GoalSets): number[] {
    return Array.from({ length: count }, (_, set) =>
      this.codeOf(new Set(goals.subarray(starts[set], starts[set + 1]))),
    );
  }

  bytes(): Uint8Array {
    return packed([numberBytes(this.#starts), numberBytes(this.#goals)]);
  }
}

/** Reads what `GoalSetsBuilder` wrote. */
export function goalSetsIn(bytes: Uint8Array): GoalSets {
  const [starts, goals] = unpacked(bytes, 2).map(wordsIn);
  return { count: starts!.length - 1, starts: starts!, goals: goals! };
}
