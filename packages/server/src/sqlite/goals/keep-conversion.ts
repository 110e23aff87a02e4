import type { Event } from '../../model/event.js';
import type { Connection } from '../database/connection.js';
import type { Matcher } from './matchers.js';

/** The fields of an event that make up a conversion. */
type Happened = Pick<Event, 'sessionId' | 'id' | 'at'>;

/**
 * Stores the conversion of an event that met a goal; storing it again has no effect. For a goal that counts once, the
 * session keeps the earliest conversion by (time, id), in whatever order events arrive.
 */
export function keepConversion(
  connection: Connection,
  projectNo: number,
  event: Happened,
  { goalNo, once }: Pick<Matcher, 'goalNo' | 'once'>,
): void {
  if (once && !makeRoomForEarliest(connection, projectNo, event, goalNo)) return;
  connection
    .statement<unknown, [number, string, number, string, number, 1 | null]>(
      `INSERT OR IGNORE INTO conversions (project_no, session_id, occurred_at, event_id, goal_no, once)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(projectNo, event.sessionId, event.at, event.id, goalNo, once ? 1 : null);
}

/**
 * Removes a later conversion of this goal from the session. False when the session's conversion is of this event or an
 * earlier one.
 */
function makeRoomForEarliest(connection: Connection, projectNo: number, event: Happened, goalNo: number): boolean {
  const kept = connection
    .statement<{ at: number; id: string }, [string, number]>(
      'SELECT occurred_at AS at, event_id AS id FROM conversions WHERE session_id = ? AND goal_no = ? AND once = 1',
    )
    .get(event.sessionId, goalNo);
  if (!kept) return true;
  if (kept.at < event.at || (kept.at === event.at && kept.id <= event.id)) return false;
  connection
    .statement<unknown, [number, string, number, string, number]>(
      `DELETE FROM conversions
       WHERE project_no = ? AND session_id = ? AND occurred_at = ? AND event_id = ? AND goal_no = ?`,
    )
    .run(projectNo, event.sessionId, kept.at, kept.id, goalNo);
  return true;
}
