import type { ReportQuestion } from '../../store/reports/question.js';
import { chooseConversions, chooseSessions, type Mask } from './choose.js';
import type { Day } from './days/day.js';
import { once } from './days/once.js';
import type { ReportGoals } from './report-goals.js';
import { type Worth, worthOf } from './worth.js';

/** What a report chooses of a day, found when it is first needed: the sums of a day answer without. */
export interface DayChoice {
  /** The sessions that pass the filters. */
  readonly sessions: Mask;
  /** The conversions that pass, of whatever session. */
  readonly conversions: Mask;
  readonly worth: Worth;
}

export function dayChoice(day: Day, { choice, filters }: ReportQuestion, { live, worth }: ReportGoals): DayChoice {
  const test = {
    goals: choice.goals ?? undefined,
    types: choice.types ?? undefined,
    origin: choice.origin ?? undefined,
  };
  const sessions = once(() => chooseSessions(day, live, filters));
  const conversions = once(() => chooseConversions(day, live, test));
  const worthOfDay = once(() => worthOf(day, worth));
  return {
    get sessions() {
      return sessions();
    },
    get conversions() {
      return conversions();
    },
    get worth() {
      return worthOfDay();
    },
  };
}
