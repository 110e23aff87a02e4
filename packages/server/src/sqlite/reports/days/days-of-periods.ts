import type { BoundedPeriod } from '../../../model/period.js';
import { DAY_MS } from '../../../model/visitor.js';
import type { Connection, Value } from '../../database/connection.js';
import { type Bounds, overlapping } from '../../rows/overlap.js';
import type { Day, Span } from './day.js';
import { daysWithSessions } from './day-numbers.js';
import { isComplete, keptDays, readDay } from './kept-days.js';

/**
 * The days with a session that began in one of the periods, or may have a conversion in it. Days that are not kept, such as
 * today, are built from the rows, and so is what kept days lack.
 */
export function* daysOf(
  connection: Connection,
  project: number,
  periods: readonly BoundedPeriod[],
  goals: readonly number[],
): Generator<Day, void> {
  const kept = keptDays(connection, project, goals);
  const mayCount = neededDays(connection, project, periods);
  for (const dayNo of daysWithSessions(connection, project, kept)) {
    const one = kept.get(dayNo);
    const isNeeded = isComplete(one) ? overlaps(one, periods) : mayCount(dayNo);
    if (isNeeded) yield readDay(connection, project, dayNo, one, goals);
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
