import type { BoundedPeriod } from '../../model/period.js';
import type { ReportGroup } from '../../model/report.js';
import { isOfConversion, isTime } from '../../store/reports/groups.js';
import type { ReportQuery } from '../../store/reports/question.js';
import { AmountSums } from './amount-sums.js';
import type { Mask } from './choose.js';
import { CodedFigures, type Counters } from './coded-figures.js';
import { Counts } from './counts.js';
import type { Day } from './days/day.js';
import { type Codes, GroupCodes } from './group-codes.js';
import type { ReportGoals } from './report-goals.js';
import type { Selection } from './selection.js';
import { countSums } from './sums/count-sums.js';
import type { DaySums } from './sums/day-sums.js';
import { type GoalClasses, goalClassesOf } from './sums/goal-classes.js';
import type { SumName } from './sums/sum-table.js';
import type { Worth } from './worth.js';

/** Counts one query in one period, day by day. */
export class PeriodTally {
  readonly #groupBy: readonly ReportGroup[];
  readonly #goals: ReportGoals;
  readonly #classes: GoalClasses;
  readonly #counters: Counters;
  /** The last session that was counted as converted, by the code of the group. Sessions are numbered across days, from 1. */
  readonly #lastConverted = new Counts();
  #sessionsBefore = 1;

  constructor({ groupBy, times }: ReportQuery, position: number, goals: ReportGoals) {
    this.#groupBy = groupBy;
    this.#goals = goals;
    this.#classes = goalClassesOf(groupBy, goals.chosen);
    const ofAll = new GroupCodes(groupBy, times, position, goals.live);
    const ofSessions = groupBy.filter((group) => !isOfConversion(group));
    this.#counters = {
      ofSessions: ofSessions.length < groupBy.length ? new GroupCodes(ofSessions, times, position, goals.live) : ofAll,
      ofAll,
      sessions: new Counts(),
      converted: new Counts(),
      conversions: new Counts(),
      amounts: new AmountSums(),
    };
  }

  /** `period` cuts the day; null if all of it counts. */
  addSums(sums: DaySums, name: SumName, period: BoundedPeriod | null): void {
    countSums(this.#counters, sums, name, period, this.#classes, this.#goals.worth);
  }

  add(day: Day, { sessions, converting, occurring }: Selection, worth: Worth): void {
    const { ofSessions, ofAll, ...counters } = this.#counters;
    counters.sessions.addEach(ofSessions.ofSessions(day), sessions, ofSessions.count);
    const starting = ofAll.ofConversions(day, 'start');
    this.#addConverted(starting, converting, day.conversions.session);
    this.#sessionsBefore += sessions.length;
    const happening = this.#groupBy.some(isTime) ? ofAll.ofConversions(day, 'occurrence') : starting;
    counters.conversions.addEach(happening, occurring, ofAll.count);
    counters.amounts.addEach(happening, occurring, worth);
  }

  get figures(): CodedFigures {
    return new CodedFigures(this.#groupBy, this.#counters);
  }

  /** Counts a session once in each group. The conversions of a session come one after another. */
  #addConverted(codes: Codes, converting: Mask, sessionOf: Uint32Array): void {
    const { ofAll } = this.#counters;
    const converted = this.#counters.converted.upTo(ofAll.count);
    const last = this.#lastConverted.upTo(ofAll.count);
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
