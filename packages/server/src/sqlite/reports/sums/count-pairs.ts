/** Different pairs of numbers, as columns. */
export interface CountedPairs {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** How often each pair is there. */
  readonly count: Uint32Array;
}

/** Counts the pairs of two columns of one length. The numbers are below 2^26. */
export function countPairs(first: Uint32Array, second: Uint32Array): CountedPairs {
  const counts = new Map<number, number>();
  for (let index = 0; index < first.length; index++) {
    const pair = first[index]! * PAIRS + second[index]!;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const pairs = [...counts.keys()];
  return {
    first: Uint32Array.from(pairs, (pair) => Math.floor(pair / PAIRS)),
    second: Uint32Array.from(pairs, (pair) => pair % PAIRS),
    count: Uint32Array.from(counts.values()),
  };
}

const PAIRS = 2 ** 26;
