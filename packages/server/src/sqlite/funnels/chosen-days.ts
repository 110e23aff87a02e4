import type { BoundedPeriod } from '../../model/period.js';
import { DAY_MS } from '../../model/visitor.js';
import type { FunnelQuestion } from '../../store/funnels/question.js';
import { bitsOfGoals, ruleStepsOf } from '../../store/funnels/steps.js';
import type { Connection } from '../database/connection.js';
import { chooseSessions, type Mask } from '../reports/choose.js';
import type { Day } from '../reports/days/day.js';
import { daysWithSessions } from '../reports/days/day-numbers.js';
import { keptDays, liveGoalsOf, readDay } from '../reports/days/kept-days.js';
import { momentsInDay } from './moments-in-day.js';
import { type DayMoments, momentsOfDay, type Steps } from './moments-of-day.js';

/** A day on which sessions of a funnel began. */
export interface ChosenDay {
  readonly day: Day;
  /** The sessions that began in one of the periods and pass the filters. */
  readonly chosen: Mask;
  readonly moments: DayMoments;
}

/** The sessions that a funnel is about, day by day. */
export function* chosenDays(
  connection: Connection,
  project: number,
  { path, filters, periods }: Pick<FunnelQuestion, 'path' | 'filters' | 'periods'>,
): Generator<ChosenDay, void> {
  const live = liveGoalsOf(connection, project);
  const goals = [...live.keys()];
  const kept = keptDays(connection, project, goals);
  const steps: Steps = { order: path.order, goals: bitsOfGoals(path, live.values()), rules: ruleStepsOf(path) };
  const areGoalsEnough = steps.order === 'eventually' && steps.rules.length === 0;
  for (const dayNo of daysWithSessions(connection, project, kept)) {
    if (!periods.some(({ from, until }) => dayNo * DAY_MS < until && (dayNo + 1) * DAY_MS > from)) continue;
    const day = readDay(connection, project, dayNo, kept.get(dayNo), goals);
    const chosen = chooseSessions(day, live, filters);
    keepStarts(chosen, day, periods);
    const sessionNo = (session: number) => day.sessions.sessionNo[session]!;
    const moments = areGoalsEnough
      ? momentsInDay(connection, day, steps.goals, sessionNo)
      : momentsOfDay(connection, project, dayNo, steps, sessionNo);
    yield { day, chosen, moments };
  }
}

function keepStarts(mask: Mask, { sessions: { startedAt } }: Day, periods: readonly BoundedPeriod[]): void {
  for (let session = 0; session < mask.length; session++) {
    const at = startedAt[session]!;
    if (!periods.some(({ from, until }) => at >= from && at < until)) mask[session] = 0;
  }
}
