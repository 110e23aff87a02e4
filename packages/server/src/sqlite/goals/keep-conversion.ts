import type { Event } from '../../model/event.js';
import type { EventId } from '../../model/ids.js';
import type { Matcher } from '../../store/goals/matchers.js';
import type { Connection } from '../database/connection.js';
import type { FeedNotes } from '../feed/feed-notes.js';
import { IS_PUBLIC } from '../rows/event-rows.js';

/** The fields of an event that make up a conversion. */
type Happened = Pick<Event, 'sessionId' | 'id' | 'at' | 'origin'>;

/**
 * Stores the conversion of an event that met a goal; storing it again has no effect. For a goal that counts once, the
 * session keeps the conversion of its earliest trusted event by (time, id), or else of its earliest public one, in
 * whatever order events arrive. `feed`: null where the event did not just arrive.
 */
export function keepConversion(
  connection: Connection,
  projectNo: number,
  event: Happened,
  { goalNo, once }: Pick<Matcher, 'goalNo' | 'once'>,
  feed: FeedNotes | null,
): void {
  if (once && !makeRoomForFirst(connection, projectNo, event, goalNo, feed)) return;
  const { changes } = connection
    .statement<unknown, [number, string, number, string, number, 1 | null, number]>(
      `INSERT OR IGNORE INTO conversions (project_no, session_id, occurred_at, event_id, goal_no, once, is_public)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(projectNo, event.sessionId, event.at, event.id, goalNo, once ? 1 : null, IS_PUBLIC[event.origin]);
  if (changes !== 0) feed?.made(event, goalNo);
}

/**
 * Removes the conversion of this goal from the session if the event takes precedence over its event. False when the
 * session's conversion stays.
 */
function makeRoomForFirst(
  connection: Connection,
  projectNo: number,
  event: Happened,
  goalNo: number,
  feed: FeedNotes | null,
): boolean {
  const { sessionId } = event;
  const kept = connection
    .statement<{ at: number; id: EventId; isPublic: number }, [string, number]>(
      `SELECT occurred_at AS at, event_id AS id, is_public AS isPublic FROM conversions
       WHERE session_id = ? AND goal_no = ? AND once = 1`,
    )
    .get(sessionId, goalNo);
  if (!kept) return true;
  const isPublic = IS_PUBLIC[event.origin];
  if (isPublic > kept.isPublic) return false;
  const isEarlier = event.at < kept.at || (event.at === kept.at && event.id < kept.id);
  if (isPublic === kept.isPublic && !isEarlier) return false;
  connection
    .statement<unknown, [number, string, number, string, number]>(
      `DELETE FROM conversions
       WHERE project_no = ? AND session_id = ? AND occurred_at = ? AND event_id = ? AND goal_no = ?`,
    )
    .run(projectNo, sessionId, kept.at, kept.id, goalNo);
  feed?.removed({ ...kept, sessionId }, goalNo);
  return true;
}
