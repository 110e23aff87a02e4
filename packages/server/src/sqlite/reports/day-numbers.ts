import { DAY_MS } from '../../model/visitor.js';
import type { Connection } from '../database/connection.js';
import { EVER } from '../rows/times.js';

/** The day (UTC, counted from 1970) of a moment. The triggers of `report_days` compute the same. */
export function dayNoOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** The numbers of the sessions that began on a day, in the order of its columns. */
export function sessionsOfDay(connection: Connection, project: number, dayNo: number): number[] {
  return connection
    .arrays<[number], [number, number, number]>(
      `SELECT session_no FROM sessions WHERE project_no = ? AND started_at >= ? AND started_at < ?
       ORDER BY started_at, session_no`,
    )
    .all(project, dayNo * DAY_MS, (dayNo + 1) * DAY_MS)
    .flat();
}

/** The days on which sessions of a project began, ascending. Reads one row of an index for each. */
export function* daysWithSessions(connection: Connection, project: number): Generator<number, void> {
  const next = connection.statement<{ at: number }, [number, number]>(
    'SELECT started_at AS at FROM sessions WHERE project_no = ? AND started_at >= ? ORDER BY started_at LIMIT 1',
  );
  let after = EVER;
  for (;;) {
    const found = next.get(project, after);
    if (!found) return;
    const day = dayNoOf(found.at);
    yield day;
    after = (day + 1) * DAY_MS;
  }
}
