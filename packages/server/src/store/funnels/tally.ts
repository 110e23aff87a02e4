import type { FunnelFigures, StepFigures } from '../../model/funnels/figures.js';

/** Counts how far sessions went, by group. */
export class FunnelTally {
  readonly #steps: number;
  readonly #groups = new Map<string | null, GroupTally>();

  /** `steps`: of the funnel. */
  constructor(steps: number) {
    this.#steps = steps;
  }

  /** Adds sessions of a group that reached the steps of a chain at these times. */
  add(group: string | null, chain: readonly number[], sessions = 1): void {
    let tally = this.#groups.get(group);
    if (!tally) {
      tally = emptyTally(this.#steps);
      this.#groups.set(group, tally);
    }
    tally.sessions += sessions;
    for (const [step, at] of chain.entries()) {
      tally.reached[step]! += sessions;
      if (step === 0) continue;
      for (let session = 0; session < sessions; session++) tally.durations[step]!.push(at - chain[step - 1]!);
    }
  }

  get groups(): Iterable<string | null> {
    return this.#groups.keys();
  }

  /** Of one group, also of one that has no session. */
  of(group: string | null): FunnelFigures {
    return figuresOf([this.#groups.get(group) ?? emptyTally(this.#steps)]);
  }

  get totals(): FunnelFigures {
    return figuresOf([emptyTally(this.#steps), ...this.#groups.values()]);
  }
}

interface GroupTally {
  sessions: number;
  /** For each step: the sessions that reached it. */
  readonly reached: number[];
  /** For each step: the times between the step before and this one, in ms. */
  readonly durations: readonly number[][];
}

function emptyTally(steps: number): GroupTally {
  return { sessions: 0, reached: new Array(steps).fill(0), durations: Array.from({ length: steps }, () => []) };
}

/** The figures of several groups together. */
function figuresOf(tallies: readonly GroupTally[]): FunnelFigures {
  const sum = (numberOf: (tally: GroupTally) => number) => tallies.reduce((total, tally) => total + numberOf(tally), 0);
  return {
    sessions: sum(({ sessions }) => sessions),
    steps: tallies[0]!.reached.map(
      (_first, step): StepFigures => ({
        sessions: sum(({ reached }) => reached[step]!),
        durations: durationsOf(tallies.map(({ durations }) => durations[step]!)),
      }),
    ),
  };
}

function durationsOf(lists: readonly (readonly number[])[]): StepFigures['durations'] {
  const sorted = new Float64Array(lists.reduce((total, { length }) => total + length, 0));
  let filled = 0;
  for (const list of lists) {
    sorted.set(list, filled);
    filled += list.length;
  }
  if (sorted.length === 0) return null;
  sorted.sort();
  return { median: nearestRank(sorted, 50), p90: nearestRank(sorted, 90) };
}

/** The smallest value that is not exceeded by so many percent of all. */
function nearestRank(sorted: Float64Array, percent: number): number {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1]!;
}
