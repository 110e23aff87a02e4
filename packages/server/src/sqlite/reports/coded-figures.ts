import type { Amounts, Figures, GroupValue, ReportGroup, ReportOrder, RowPlace } from '../../model/report.js';
import { type GroupedFigures, isOfConversion, NO_AMOUNTS } from '../../store/reports/groups.js';
import { placeOf } from '../../store/reports/order.js';
import type { AmountSums } from './amount-sums.js';
import type { Counts } from './counts.js';
import { sumOf } from './days/day.js';
import type { GroupCodes } from './group-codes.js';

/** The counts of a query in a period, all by the code of the group. */
export interface Counters {
  /** Of the query's groups without those of conversions. The same codes as `ofAll` if it has none of these. */
  readonly ofSessions: GroupCodes;
  readonly ofAll: GroupCodes;
  readonly sessions: Counts;
  readonly converted: Counts;
  readonly conversions: Counts;
  readonly amounts: AmountSums;
}

/** The figures of a query in a period, from its counts. */
export class CodedFigures implements GroupedFigures {
  readonly #groupBy: readonly ReportGroup[];
  readonly #counters: Counters;
  readonly #sessions: Uint32Array;
  readonly #converted: Uint32Array;
  readonly #conversions: Uint32Array;

  constructor(groupBy: readonly ReportGroup[], counters: Counters) {
    const { ofSessions, ofAll, sessions, converted, conversions } = counters;
    this.#groupBy = groupBy;
    this.#counters = counters;
    this.#sessions = sessions.upTo(ofSessions.count);
    this.#converted = converted.upTo(ofAll.count);
    this.#conversions = conversions.upTo(ofAll.count);
  }

  *places(order: ReportOrder): Generator<RowPlace, void> {
    const { ofAll } = this.#counters;
    const amountsOf = 'currency' in order.by ? this.#amountsOf : () => NO_AMOUNTS;
    for (let code = 0; code < ofAll.count; code++) {
      if (!this.#hasAny(code)) continue;
      const group = ofAll.groupOf(code);
      yield placeOf(group, this.#figuresOf(code, group, amountsOf(code)), order, this.#groupBy);
    }
  }

  has(group: readonly GroupValue[]): boolean {
    const code = this.#counters.ofAll.find(group);
    return code !== undefined && this.#hasAny(code);
  }

  of(group: readonly GroupValue[]): Figures {
    const code = this.#counters.ofAll.find(group);
    return this.#figuresOf(code, group, code === undefined ? NO_AMOUNTS : this.#amountsOf(code));
  }

  /** Of all groups together. Each session is in one group: the query has no groups of conversions. */
  get totals(): Figures {
    const value = new Map<string, bigint>();
    for (const [currency, sums] of this.#counters.amounts.byCurrency) {
      for (const [, sum] of sums.totals()) value.set(currency, (value.get(currency) ?? 0n) + sum);
    }
    return {
      sessions: sumOf(this.#sessions),
      convertedSessions: sumOf(this.#converted),
      conversions: sumOf(this.#conversions),
      value,
    };
  }

  /** A session without conversions has no part in groups of conversions. */
  #hasAny(code: number): boolean {
    const { ofSessions, ofAll } = this.#counters;
    if (this.#converted[code]! > 0 || this.#conversions[code]! > 0) return true;
    return ofSessions === ofAll && this.#sessions[code]! > 0;
  }

  #figuresOf(code: number | undefined, group: readonly GroupValue[], value: Amounts): Figures {
    const { ofSessions, ofAll } = this.#counters;
    const ownSessions = ofSessions === ofAll ? code : ofSessions.find(this.#ofSessions(group));
    return {
      sessions: this.#sessions[ownSessions ?? -1] ?? 0,
      convertedSessions: this.#converted[code ?? -1] ?? 0,
      conversions: this.#conversions[code ?? -1] ?? 0,
      value,
    };
  }

  /** Made for few codes only: big integers and maps are slow to make. */
  readonly #amountsOf = (code: number): Amounts => {
    const amounts = new Map<string, bigint>();
    for (const [currency, sums] of this.#counters.amounts.byCurrency) {
      const sum = sums.totalOf(code);
      if (sum !== null) amounts.set(currency, sum);
    }
    return amounts;
  };

  #ofSessions(group: readonly GroupValue[]): readonly GroupValue[] {
    return group.filter((_value, index) => !isOfConversion(this.#groupBy[index]!));
  }
}
