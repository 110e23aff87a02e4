import {
  type Amounts,
  CONVERSION_GROUPS,
  type ConversionGroup,
  type Figures,
  type GroupValue,
  type ReportGroup,
  TIME_GROUPS,
  type TimeGroup,
} from '../../model/report.js';

/** What a store counts for one query in one period. Groups without any may be absent. */
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

export interface GroupFigures {
  readonly group: readonly GroupValue[];
  readonly figures: Figures;
}

export const NO_AMOUNTS: Amounts = new Map();

export function isTime(group: ReportGroup): group is TimeGroup {
  return TIME_GROUPS.includes(group as TimeGroup);
}

/** Whether a group is a property of a conversion, which a session without conversions does not have. */
export function isOfConversion(group: ReportGroup): group is ConversionGroup {
  return CONVERSION_GROUPS.includes(group as ConversionGroup);
}

/** A value that is the same for equal groups only. */
export function keyOf(group: readonly GroupValue[]): GroupValue | undefined {
  return group.length < 2 ? group[0] : JSON.stringify(group);
}

/** The counts and amounts of all groups together. */
export function summed({ sessions, converted, conversions, amounts }: Tally): Tally {
  const sumOf = (counts: readonly Counted[]) => [
    { group: [], count: counts.reduce((sum, { count }) => sum + count, 0) },
  ];
  const sums = new Map<string, bigint>();
  for (const { currency, sum } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + sum);
  return {
    sessions: sumOf(sessions),
    converted: sumOf(converted),
    conversions: sumOf(conversions),
    amounts: Array.from(sums, ([currency, sum]) => ({ group: [], currency, sum })),
  };
}

type ChangingFigures = { -readonly [Figure in keyof Figures]: Figures[Figure] };

/** The figures of one query in one period, by group. */
export class TalliedFigures {
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

  /** The groups that have any figure. */
  get groups(): Iterable<GroupFigures> {
    return this.#byGroup.values();
  }

  /** The figures of a group, also of one that has none but its sessions. */
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
