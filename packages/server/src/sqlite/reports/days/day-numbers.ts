import { DAY_MS } from '../../../model/visitor.js';
import type { Connection } from '../../database/connection.js';
import { EVER } from '../../rows/times.js';

/** The day (UTC, counted from 1970) of a moment. The triggers of `report_days` compute the same. */
export function dayNoOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/**
 * The days on which sessions of a project began, ascending. Reads one row of an index for each, except for those that are
 * `known` to be among them.
 */
export function* daysWithSessions(
  connection: Connection,
  project: number,
  known: { has(day: number): boolean },
): Generator<number, void> {
  const next = connection.statement<{ at: number }, [number, number]>(
    'SELECT started_at AS at FROM sessions WHERE project_no = ? AND started_at >= ? ORDER BY started_at LIMIT 1',
  );
  let after = EVER;
  for (;;) {
    const found = known.has(dayNoOf(after)) ? { at: after } : next.get(project, after);
    if (!found) return;
    const day = dayNoOf(found.at);
    yield day;
    after = (day + 1) * DAY_MS;
  }
}
