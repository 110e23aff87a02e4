import type { Query } from '../cluster/node.js';
import type { Columns, RowOf } from '../cluster/rows.js';
import { apart, inSlice, outside, partsOutside, runsOf, type Slice, slicesOf, wholeOf } from '../rows/slices.js';
import type { ReportPlan } from './report-plan.js';
import type { ReportSums, SummedSlice } from './report-sums.js';
import type { CountedUnits } from './tallies.js';

export type Ask = <C extends Columns>(query: Query<C>) => Promise<RowOf<C>[]>;

/** About how many sessions' sums one statement reads: it goes through all their records for the fingerprint. */
const SESSIONS_PER_SUM = 500_000;
/** The statement that finds all other sessions names each run of slices. Beyond these, shorter runs are counted by their sessions. */
const RUNS_MAX = 100;

/** Counts a node's part of a report: from sums what they have, and slice by slice what they do not. */
export class UnitCount {
  readonly #ask: Ask;
  readonly #plan: ReportPlan;
  readonly #sums: ReportSums;
  readonly #sessionsPerSlice: number;

  /** `sessionsPerSlice`: about how many sessions are counted one by one in a statement. */
  constructor(ask: Ask, plan: ReportPlan, sums: ReportSums, sessionsPerSlice: number) {
    this.#ask = ask;
    this.#plan = plan;
    this.#sums = sums;
    this.#sessionsPerSlice = sessionsPerSlice;
  }

  async rows(): Promise<CountedUnits[]> {
    const summed = this.#sums.areEnough ? apart(await this.#ask(this.#sums.slices)) : [];
    const runs = longest(runsOf(summed));
    const counted = await Promise.all([this.#ofSummed(runs), this.#ofOthers(runs.map(wholeOf))]);
    return counted.flat(2);
  }

  async #ofSummed(runs: readonly (readonly SummedSlice[])[]): Promise<CountedUnits[][]> {
    const rows: CountedUnits[][] = [];
    const changed: SummedSlice[] = [];
    for (const slices of runs.flatMap((run) => portions(run, SESSIONS_PER_SUM))) {
      const ofAll = await this.#fromSums(wholeOf(slices));
      if (ofAll.length > 0) rows.push(ofAll);
      else if (slices.length === 1) changed.push(...slices);
      else {
        for (const slice of slices) {
          const ofOne = await this.#fromSums(slice);
          if (ofOne.length > 0) rows.push(ofOne);
          else changed.push(slice);
        }
      }
    }
    for (const slices of runsOf(changed).flatMap((run) => portions(run, this.#sessionsPerSlice))) {
      rows.push(await this.#fromSessions(wholeOf(slices)));
    }
    return rows;
  }

  async #ofOthers(summed: readonly Slice[]): Promise<CountedUnits[][]> {
    const [others] = await this.#ask(this.#plan.source.within(outside(summed)).slicing);
    const rows: CountedUnits[][] = [];
    for (const slice of slicesOf(others!, this.#sessionsPerSlice)) {
      for (const part of partsOutside(slice, summed)) rows.push(await this.#fromSessions(part));
    }
    return rows;
  }

  /** None unless all sums of the slice count. */
  async #fromSums(slice: Slice): Promise<CountedUnits[]> {
    return (await this.#ask(this.#sums.countUnits(slice))) as unknown as CountedUnits[];
  }

  async #fromSessions(slice: Slice): Promise<CountedUnits[]> {
    const source = this.#plan.source.within(inSlice(slice));
    const summarized = await this.#ask(this.#plan.countUnits(source, null));
    const { oddAddresses } = source;
    const odd = async () => (oddAddresses ? (await this.#ask(oddAddresses)).map(({ address }) => address) : []);
    const rows = summarized.length > 0 ? summarized : await this.#ask(this.#plan.countUnits(source, await odd()));
    return rows as unknown as CountedUnits[];
  }
}

/** The runs with the most sessions, in order. */
function longest(runs: readonly SummedSlice[][]): SummedSlice[][] {
  const bySize = [...runs].sort((one, other) => sessionsIn(other) - sessionsIn(one));
  const kept = new Set(bySize.slice(0, RUNS_MAX));
  return runs.filter((run) => kept.has(run));
}

function sessionsIn(slices: readonly SummedSlice[]): number {
  return slices.reduce((sum, { sessions }) => sum + sessions, 0);
}

/** Parts of a run that have about as many sessions as one statement counts, or a single slice. */
function portions(run: readonly SummedSlice[], sessionsMax: number): SummedSlice[][] {
  const parts: SummedSlice[][] = [];
  for (const slice of run) {
    const last = parts.at(-1);
    if (last && sessionsIn(last) + slice.sessions <= sessionsMax) last.push(slice);
    else parts.push([slice]);
  }
  return parts;
}
