import type { BoundedPeriod } from '../../model/period.js';
import type { ReportQuery } from '../../store/reports/question.js';
import { isOfConversion, isTime, type Tally } from '../../store/reports/tally.js';
import { AmountSums } from './amount-sums.js';
import type { Mask } from './choose.js';
import { Counts } from './counts.js';
import type { Day } from './days/day.js';
import { type Codes, GroupCodes } from './group-codes.js';
import type { ReportGoals } from './report-goals.js';
import type { Selection } from './selection.js';
import { type Counters, countSums } from './sums/count-sums.js';
import type { DaySums } from './sums/day-sums.js';
import { type GoalClasses, goalClassesOf } from './sums/goal-classes.js';
import type { SumName } from './sums/sum-table.js';
import type { Worth } from './worth.js';

/** Counts one query in one period, day by day. */
export class PeriodTally {
  readonly #byTime: boolean;
  readonly #goals: ReportGoals;
  readonly #classes: GoalClasses;
  readonly #ofSessions: GroupCodes;
  readonly #ofAll: GroupCodes;
  /** All by the code of the group. */
  readonly #sessions = new Counts();
  readonly #converted = new Counts();
  readonly #conversions = new Counts();
  readonly #amounts = new AmountSums();
  /** The last session that was counted as converted. Sessions are numbered across days, from 1. */
  readonly #lastConverted = new Counts();
  #sessionsBefore = 1;

  constructor({ groupBy, times }: ReportQuery, position: number, goals: ReportGoals) {
    this.#byTime = groupBy.some(isTime);
    this.#goals = goals;
    this.#classes = goalClassesOf(groupBy, goals.chosen);
    this.#ofAll = new GroupCodes(groupBy, times, position, goals.live);
    const ofSessions = groupBy.filter((group) => !isOfConversion(group));
    this.#ofSessions =
      ofSessions.length < groupBy.length ? new GroupCodes(ofSessions, times, position, goals.live) : this.#ofAll;
  }

  /** `period` cuts the day; null if all of it counts. */
  addSums(sums: DaySums, name: SumName, period: BoundedPeriod | null): void {
    const counters: Counters = {
      ofSessions: this.#ofSessions,
      ofAll: this.#ofAll,
      sessions: this.#sessions,
      converted: this.#converted,
      conversions: this.#conversions,
      amounts: this.#amounts,
    };
    countSums(counters, sums, name, period, this.#classes, this.#goals.worth);
  }

  add(day: Day, { sessions, converting, occurring }: Selection, worth: Worth): void {
    this.#sessions.addEach(this.#ofSessions.ofSessions(day), sessions, this.#ofSessions.count);
    const starting = this.#ofAll.ofConversions(day, 'start');
    this.#addConverted(starting, converting, day.conversions.session);
    this.#sessionsBefore += sessions.length;
    const happening = this.#byTime ? this.#ofAll.ofConversions(day, 'occurrence') : starting;
    this.#conversions.addEach(happening, occurring, this.#ofAll.count);
    this.#amounts.addEach(happening, occurring, worth, this.#ofAll.count);
  }

  get tally(): Tally {
    const counted = (codes: GroupCodes, counts: Counts) =>
      Array.from(counts.entries(), ([code, count]) => ({ group: codes.groupOf(code), count }));
    return {
      sessions: counted(this.#ofSessions, this.#sessions),
      converted: counted(this.#ofAll, this.#converted),
      conversions: counted(this.#ofAll, this.#conversions),
      amounts: Array.from(this.#amounts.entries(), ([code, currency, sum]) => ({
        group: this.#ofAll.groupOf(code),
        currency,
        sum,
      })),
    };
  }

  /** Counts a session once in each group. The conversions of a session come one after another. */
  #addConverted(codes: Codes, converting: Mask, sessionOf: Uint32Array): void {
    const converted = this.#converted.upTo(this.#ofAll.count);
    const last = this.#lastConverted.upTo(this.#ofAll.count);
    const before = this.#sessionsBefore;
    for (let index = 0; index < converting.length; index++) {
      if (converting[index] === 0) continue;
      const code = codes[index]!;
      const session = before + sessionOf[index]!;
      if (last[code] === session) continue;
      last[code] = session;
      converted[code]! += 1;
    }
  }
}
