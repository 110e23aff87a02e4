import type { Event } from '../../model/event.js';
import type { Connection } from '../database/connection.js';
import type { Matcher } from './matchers.js';

/** Of an event, all that a conversion is made of. */
type Happened = Pick<Event, 'sessionId' | 'id' | 'at'>;

/**
 * Stores the conversion of an event that met a goal; storing it again changes nothing. When the goal counts once, the
 * session keeps the earliest by (time, id), whichever came first here.
 */
export function keepConversion(
  connection: Connection,
  projectNo: number,
  event: Happened,
  { goalNo, once }: Pick<Matcher, 'goalNo' | 'once'>,
): void {
  if (once && !makeRoomForEarliest(connection, projectNo, event, goalNo)) return;
  connection
    .statement(
      `INSERT OR IGNORE INTO conversions (project_no, session_id, occurred_at, event_id, goal_no, once)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(projectNo, event.sessionId, event.at, event.id, goalNo, once ? 1 : null);
}

/** False when the session's conversion of this goal is this event or an earlier one. */
function makeRoomForEarliest(connection: Connection, projectNo: number, event: Happened, goalNo: number): boolean {
  const kept = connection
    .statement<{ at: number; id: string }>(
      'SELECT occurred_at AS at, event_id AS id FROM conversions WHERE session_id = ? AND goal_no = ? AND once = 1',
    )
    .get(event.sessionId, goalNo);
  if (!kept) return true;
  if (kept.at < event.at || (kept.at === event.at && kept.id <= event.id)) return false;
  connection
    .statement(
      `DELETE FROM conversions
       WHERE project_no = ? AND session_id = ? AND occurred_at = ? AND event_id = ? AND goal_no = ?`,
    )
    .run(projectNo, event.sessionId, kept.at, kept.id, goalNo);
  return true;
}
