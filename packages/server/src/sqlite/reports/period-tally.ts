import { type ValueFrom, valueFromOf } from '../../model/goal.js';
import type { BoundedPeriod } from '../../model/period.js';
import { type Amount, amountIn } from '../../store/reports/amounts.js';
import type { ReportQuery } from '../../store/reports/question.js';
import { type Counted, isOfConversion, type Summed, type Tally } from '../../store/reports/tally.js';
import { IS_PUBLIC } from '../rows/event-rows.js';
import type { LiveGoals, Mask } from './choose.js';
import type { Day } from './day.js';
import { GroupCodes } from './group-codes.js';

/** Counts one query in one period, day by day. */
export class PeriodTally {
  readonly #period: BoundedPeriod;
  readonly #live: LiveGoals;
  readonly #ofSessions: GroupCodes;
  readonly #ofAll: GroupCodes;
  /** Counts by the code of the group. */
  readonly #sessions: number[] = [];
  readonly #converted: number[] = [];
  readonly #conversions: number[] = [];
  readonly #amounts = new Map<number, Map<string, bigint>>();
  /** The last session that was counted as converted in each group. Sessions are numbered across days, from 1. */
  readonly #lastConverted: number[] = [];
  #sessionsBefore = 1;

  constructor({ groupBy, times }: ReportQuery, period: BoundedPeriod, position: number, live: LiveGoals) {
    this.#period = period;
    this.#live = live;
    this.#ofAll = new GroupCodes(groupBy, times, position, live);
    this.#ofSessions = groupBy.some(isOfConversion)
      ? new GroupCodes(
          groupBy.filter((group) => !isOfConversion(group)),
          times,
          position,
          live,
        )
      : this.#ofAll;
  }

  /** Adds a day's sessions that pass the filters, and those of their conversions that are chosen. */
  add(day: Day, kept: Mask, chosen: Mask): void {
    this.#addSessions(day, kept);
    this.#addConversions(day, kept, chosen);
    this.#sessionsBefore += kept.length;
  }

  get tally(): Tally {
    return {
      sessions: counted(this.#ofSessions, this.#sessions),
      converted: counted(this.#ofAll, this.#converted),
      conversions: counted(this.#ofAll, this.#conversions),
      amounts: this.#summed(),
    };
  }

  #summed(): Summed[] {
    return Array.from(this.#amounts).flatMap(([code, sums]) => {
      const group = this.#ofAll.groupOf(code);
      return Array.from(sums, ([currency, sum]) => ({ group, currency, sum }));
    });
  }

  #addSessions(day: Day, kept: Mask): void {
    const { startedAt } = day.sessions;
    const codeOf = this.#ofSessions.of(day);
    for (let session = 0; session < kept.length; session++) {
      const at = startedAt[session]!;
      if (kept[session] === 1 && this.#includes(at)) increment(this.#sessions, codeOf(session, -1, at));
    }
  }

  #addConversions(day: Day, kept: Mask, chosen: Mask): void {
    const { session: sessionOf, occurredAt } = day.conversions;
    const codeOf = this.#ofAll.of(day);
    const { startedAt } = day.sessions;
    const amountOf = amountsOf(day, this.#live);
    for (let conversion = 0; conversion < chosen.length; conversion++) {
      const session = sessionOf[conversion]!;
      if (chosen[conversion] === 0 || kept[session] === 0) continue;
      const began = startedAt[session]!;
      if (this.#includes(began))
        this.#countConverted(this.#sessionsBefore + session, codeOf(session, conversion, began));
      const at = occurredAt[conversion]!;
      if (!this.#includes(at)) continue;
      const code = codeOf(session, conversion, at);
      increment(this.#conversions, code);
      const amount = amountOf(conversion);
      if (amount) this.#addAmount(code, amount);
    }
  }

  /** Counts a session once in each group. The conversions of a session come one after another. */
  #countConverted(session: number, code: number): void {
    if (this.#lastConverted[code] === session) return;
    this.#lastConverted[code] = session;
    increment(this.#converted, code);
  }

  #addAmount(code: number, { currency, millionths }: Amount): void {
    let sums = this.#amounts.get(code);
    if (!sums) {
      sums = new Map();
      this.#amounts.set(code, sums);
    }
    sums.set(currency, (sums.get(currency) ?? 0n) + millionths);
  }

  #includes(at: number): boolean {
    return at >= this.#period.from && at < this.#period.until;
  }
}

function counted(codes: GroupCodes, counts: readonly number[]): Counted[] {
  const all: Counted[] = [];
  // Skips codes that were never counted.
  counts.forEach((count, code) => {
    all.push({ group: codes.groupOf(code), count });
  });
  return all;
}

function increment(counts: number[], code: number): void {
  counts[code] = (counts[code] ?? 0) + 1;
}

/** What the conversions of a day are worth, each by its goal's rule; null for nothing. */
function amountsOf({ conversions }: Day, live: LiveGoals): (conversion: number) => Amount | null {
  const { goalNo } = conversions;
  const goals: { readonly from: ValueFrom; readonly own: Amount | null }[] = [];
  for (const goal of live.values()) {
    const own = goal.value === null ? null : amountIn(`${goal.currency} ${goal.value}`);
    goals[goal.no] = { from: valueFromOf(goal), own };
  }
  let ofEvents: readonly (Amount | null)[] | undefined;
  const ofEvent = (conversion: number) => {
    const { money } = conversions;
    ofEvents ??= money.texts.map((text) => (text === null ? null : amountIn(text)));
    return ofEvents[money.positions[conversion]!]!;
  };
  return (conversion) => {
    const { from, own } = goals[goalNo[conversion]!]!;
    if (from === 'none') return null;
    if (from === 'goal') return own;
    if (from === 'trusted_event' && conversions.isPublic[conversion] === IS_PUBLIC.public) return null;
    return ofEvent(conversion);
  };
}
