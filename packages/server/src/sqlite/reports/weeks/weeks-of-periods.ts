import type { BoundedPeriod } from '../../../model/period.js';
import { DAY_MS } from '../../../model/visitor.js';
import type { Connection, Value } from '../../database/connection.js';
import { type Bounds, overlapping } from '../../rows/overlap.js';
import type { Day, Span } from '../days/day.js';
import { daysWithSessions } from '../days/day-numbers.js';
import { isComplete, keptDays, readDay } from '../days/kept-days.js';
import { byWeek, keptWeeks, readWeek, type Week } from './kept-weeks.js';

/** The days of a week. */
export interface WeekOfDays {
  /** All of them together; null if the week is not kept. */
  readonly week: Week | null;
  /** The needed ones, each read when it is reached. */
  readonly days: Iterable<Day>;
}

/**
 * The days with a session that began in one of the periods, or may have a conversion in it, week by week. Days that are not kept,
 * such as today, are built from the rows, and so is what kept days lack.
 */
export function* weeksOf(
  connection: Connection,
  project: number,
  periods: readonly BoundedPeriod[],
  goals: readonly number[],
): Generator<WeekOfDays, void> {
  const kept = keptDays(connection, project, goals);
  const weeks = keptWeeks(connection, project);
  const mayCount = neededDays(connection, project, periods);
  const isNeeded = (dayNo: number) => {
    const one = kept.get(dayNo);
    return isComplete(one) ? overlaps(one, periods) : mayCount(dayNo);
  };
  const read = function* (dayNos: readonly number[]) {
    for (const dayNo of dayNos) yield readDay(connection, project, dayNo, kept.get(dayNo), goals);
  };
  for (const [weekNo, dayNos] of byWeek(daysWithSessions(connection, project, kept))) {
    const needed = dayNos.filter(isNeeded);
    if (needed.length === 0) continue;
    const days = dayNos.map((dayNo) => kept.get(dayNo));
    const week = weeks.has(weekNo) ? readWeek(connection, project, weekNo, days) : null;
    yield { week, days: read(needed) };
  }
}

function overlaps({ firstAt, lastAt }: Span, periods: readonly BoundedPeriod[]): boolean {
  return periods.some(({ from, until }) => lastAt >= from && firstAt < until);
}

/** By the rows: whether a day has a session that began or has events in one of the periods. */
function neededDays(
  connection: Connection,
  project: number,
  periods: readonly BoundedPeriod[],
): (dayNo: number) => boolean {
  const { sql, values } = overlapping(periods.map(({ from, until }): Bounds => [from, until]));
  const find = connection.statement<unknown, readonly Value[]>(
    `SELECT 1 FROM sessions s WHERE s.project_no = ? AND s.started_at >= ? AND s.started_at < ? AND ${sql} LIMIT 1`,
  );
  return (dayNo) => find.get(project, dayNo * DAY_MS, (dayNo + 1) * DAY_MS, ...values) !== undefined;
}
