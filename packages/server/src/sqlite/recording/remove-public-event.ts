import type { Connection } from '../database/connection.js';
import type { FeedNotes } from '../feed/feed-notes.js';
import { eventColumns } from '../rows/event-rows.js';
import type { Counted, Happened } from './session-tally.js';

interface RemovedEvent extends Counted {
  readonly occurredAt: number;
  readonly urlOrigin: number | null;
}

/** Also names the goals that count once whose conversion is gone. */
export type Removed = RemovedEvent & { readonly goalsLost: readonly number[] };

/**
 * Removes the stored event with the session and id of `event`, and its conversions, if it is public. Null if it is
 * trusted.
 */
export function removePublicEvent(
  connection: Connection,
  projectNo: number,
  sessionNo: number,
  { sessionId, id }: Happened,
  feed: FeedNotes | null,
): Removed | null {
  const stored = connection
    .statement<RemovedEvent, [number, string]>(
      `SELECT ${eventColumns('events')}, url_origin AS urlOrigin FROM events
       WHERE session_no = ? AND event_id = ? AND is_public = 1`,
    )
    .get(sessionNo, id);
  if (!stored) return null;
  connection
    .statement<unknown, [number, string]>('DELETE FROM events WHERE session_no = ? AND event_id = ?')
    .run(sessionNo, id);
  const conversions = connection
    .arrays<[goalNo: number, once: number | null], [number, string, number, string]>(
      `DELETE FROM conversions WHERE project_no = ? AND session_id = ? AND occurred_at = ? AND event_id = ?
       RETURNING goal_no, once`,
    )
    .all(projectNo, sessionId, stored.occurredAt, id);
  for (const [goalNo] of conversions) feed?.removed({ sessionId, at: stored.occurredAt, id }, goalNo);
  return { ...stored, goalsLost: conversions.flatMap(([goalNo, once]) => (once ? [goalNo] : [])) };
}
