import type { BoundedPeriod } from '../../model/period.js';
import { DAY_MS } from '../../model/visitor.js';
import type { Connection, Value } from '../database/connection.js';
import { type Bounds, overlapping } from '../rows/overlap.js';
import { buildDay, dayFrom } from './build-day.js';
import type { Day } from './day.js';
import { daysWithSessions } from './day-numbers.js';
import { completed, keptDays, readKeptDay } from './kept-days.js';

/**
 * The days with a session that began in one of the periods, or may have a conversion in it. Days that are not kept, such as
 * today, are built from the rows, and so are conversions that kept days lack.
 */
export function* daysOf(
  connection: Connection,
  project: number,
  periods: readonly BoundedPeriod[],
  goals: readonly number[],
): Generator<Day, void> {
  const kept = keptDays(connection, project, goals);
  const isNeeded = neededDays(connection, project, periods);
  for (const dayNo of daysWithSessions(connection, project)) {
    const one = kept.get(dayNo);
    if (one?.missing.length === 0) {
      if (periods.some(({ from, until }) => one.lastAt >= from && one.firstAt < until)) {
        yield readKeptDay(connection, project, one);
      }
    } else if (isNeeded(dayNo)) {
      yield dayFrom(one ? completed(connection, project, one, goals) : buildDay(connection, project, dayNo, goals));
    }
  }
}

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
