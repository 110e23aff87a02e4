import type { Figures, GroupValue, ReportGroup, ReportOrder, RowPlace } from '../../model/report.js';
import { type GroupedFigures, isOfConversion, keyOf, NO_AMOUNTS } from '../../store/reports/groups.js';
import { placeOf } from '../../store/reports/order.js';

/** What the shards counted for one query in one period. Groups without any may be absent. */
export interface Tally {
  /** Sessions that began in the period, by the query's groups without those of conversions. */
  readonly sessions: readonly Counted[];
  /** Those of them with a chosen conversion, by all groups. A session counts once in each. */
  readonly converted: readonly Counted[];
  /** Chosen conversions that happened in the period, by all groups. */
  readonly conversions: readonly Counted[];
  /** Sums of their amounts, by all groups and currency. */
  readonly amounts: readonly Summed[];
}

export interface Counted {
  readonly group: readonly GroupValue[];
  readonly count: number;
}

export interface Summed {
  readonly group: readonly GroupValue[];
  readonly currency: string;
  /** In millionths. */
  readonly sum: bigint;
}

type ChangingFigures = { -readonly [Figure in keyof Figures]: Figures[Figure] };

export class TalliedFigures implements GroupedFigures {
  readonly #groupBy: readonly ReportGroup[];
  readonly #sessions: ReadonlyMap<GroupValue | undefined, number>;
  readonly #byGroup = new Map<
    GroupValue | undefined,
    { readonly group: readonly GroupValue[]; readonly figures: ChangingFigures }
  >();

  constructor(groupBy: readonly ReportGroup[], tally: Tally) {
    this.#groupBy = groupBy;
    this.#sessions = new Map(tally.sessions.map(({ group, count }) => [keyOf(group), count]));
    if (!groupBy.some(isOfConversion)) for (const { group } of tally.sessions) this.#figuresOf(group);
    for (const { group, count } of tally.converted) this.#figuresOf(group).convertedSessions = count;
    for (const { group, count } of tally.conversions) this.#figuresOf(group).conversions = count;
    for (const { group, currency, sum } of tally.amounts) {
      const figures = this.#figuresOf(group);
      figures.value = new Map([...figures.value, [currency, sum]]);
    }
  }

  *places(order: ReportOrder): Generator<RowPlace, void> {
    for (const { group, figures } of this.#byGroup.values()) yield placeOf(group, figures, order, this.#groupBy);
  }

  has(group: readonly GroupValue[]): boolean {
    return this.#byGroup.has(keyOf(group));
  }

  of(group: readonly GroupValue[]): Figures {
    return this.#byGroup.get(keyOf(group))?.figures ?? this.#without(group);
  }

  #figuresOf(group: readonly GroupValue[]): ChangingFigures {
    const key = keyOf(group);
    let found = this.#byGroup.get(key);
    if (!found) {
      found = { group, figures: this.#without(group) };
      this.#byGroup.set(key, found);
    }
    return found.figures;
  }

  #without(group: readonly GroupValue[]): ChangingFigures {
    const sessions = this.#sessions.get(keyOf(this.#ofSessions(group))) ?? 0;
    return { sessions, convertedSessions: 0, conversions: 0, value: NO_AMOUNTS };
  }

  #ofSessions(group: readonly GroupValue[]): readonly GroupValue[] {
    if (!this.#groupBy.some(isOfConversion)) return group;
    return group.filter((_value, index) => !isOfConversion(this.#groupBy[index]!));
  }
}
