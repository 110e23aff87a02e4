import type { Query } from '../cluster/node.js';
import type { Columns, RowOf } from '../cluster/rows.js';
import { inSlice, joined, outside, partsOutside, type Slice, slicesOf } from '../rows/slices.js';
import type { ReportPlan } from './report-plan.js';
import type { ReportSums } from './report-sums.js';
import type { CountedUnits } from './tallies.js';

export type Ask = <C extends Columns>(query: Query<C>) => Promise<RowOf<C>[]>;

/** Sessions whose sums one statement reads at most, about: it goes through their records for the fingerprint. */
const SESSIONS_PER_SUM = 500_000;

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
    return (await Promise.all([this.#ofSummed(summed), this.#ofOthers(joined(summed))])).flat();
  }

  async #ofSummed(slices: readonly SummedSlice[]): Promise<CountedUnits[]> {
    const rows: CountedUnits[][] = [];
    for (const some of together(slices)) rows.push(await this.#fromSums(some));
    return rows.flat();
  }

  /** `summed`: joined slices. */
  async #ofOthers(summed: readonly Slice[]): Promise<CountedUnits[]> {
    const [others] = await this.#ask(this.#plan.source.within(outside(summed)).slicing);
    const rows: CountedUnits[][] = [];
    for (const slice of slicesOf(others!, this.#sessionsPerSlice)) {
      for (const part of partsOutside(slice, summed)) rows.push(await this.#fromSessions(part));
    }
    return rows.flat();
  }

  /** Slices that follow one another. If the sums of one are not current, each is counted by itself. */
  async #fromSums(slices: readonly Slice[]): Promise<CountedUnits[]> {
    const [whole] = joined(slices);
    const rows = await this.#ask(this.#sums.countUnits(whole!));
    if (rows.length > 0) return rows as unknown as CountedUnits[];
    if (slices.length === 1) return this.#fromSessions(whole!);
    const each: CountedUnits[][] = [];
    for (const slice of slices) each.push(await this.#fromSums([slice]));
    return each.flat();
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

interface SummedSlice extends Slice {
  readonly sessions: number;
}

/** Leaves out slices that begin before the one before has ended: two processes may have summed up the same sessions. */
function apart(slices: readonly SummedSlice[]): SummedSlice[] {
  const kept: SummedSlice[] = [];
  for (const slice of slices) if (slice.from >= (kept.at(-1)?.until ?? '')) kept.push(slice);
  return kept;
}

/** Slices that one statement counts: they follow one another, and do not have too many sessions. */
function* together(slices: readonly SummedSlice[]): Generator<SummedSlice[], void> {
  let group: SummedSlice[] = [];
  let sessions = 0;
  for (const slice of slices) {
    const follows = group.at(-1)?.until === slice.from && sessions + slice.sessions <= SESSIONS_PER_SUM;
    if (group.length > 0 && !follows) {
      yield group;
      [group, sessions] = [[], 0];
    }
    group.push(slice);
    sessions += slice.sessions;
  }
  if (group.length > 0) yield group;
}
