import { isFiltered, type ReportQuestion } from '../../store/reports/question.js';
import { chooseConversions, chooseSessions, type Mask } from './choose.js';
import type { Day } from './days/day.js';
import { narrowedDay } from './days/narrowed-day.js';
import { lazy } from './days/once.js';
import type { ReportGoals } from './report-goals.js';
import { type Worth, worthOf } from './worth.js';

/** What a report chooses of a day, found when it is first needed: the sums of a day answer without. */
export interface DayChoice {
  /** The sessions that pass the filters, with all their conversions. */
  readonly day: Day;
  /** Those of the conversions that pass. */
  readonly conversions: Mask;
  readonly worth: Worth;
}

export function dayChoice(whole: Day, { choice, filters }: ReportQuestion, { live, worth }: ReportGoals): DayChoice {
  const test = {
    goals: choice.goals ?? undefined,
    types: choice.types ?? undefined,
    origin: choice.origin ?? undefined,
  };
  const chosen: DayChoice = lazy<DayChoice>({
    day: () => (isFiltered(filters) ? narrowedDay(whole, chooseSessions(whole, live, filters)) : whole),
    conversions: () => chooseConversions(chosen.day, live, test),
    worth: () => worthOf(chosen.day, worth),
  });
  return chosen;
}
