import type { SessionId } from '../../model/ids.js';
import { type EventRow, toEvent } from '../../store/event-row.js';
import type { Matcher } from '../../store/goals/matchers.js';
import type { Connection } from '../database/connection.js';
import type { FeedNotes } from '../feed/feed-notes.js';
import { keepConversion } from '../goals/keep-conversion.js';
import { eventColumns } from '../rows/event-rows.js';

/** Matches all events of a session, for goals that count once and have lost their conversion in it. */
export function matchAgain(
  connection: Connection,
  projectNo: number,
  session: { readonly sessionId: SessionId; readonly sessionNo: number },
  matchers: readonly Matcher[],
  feed: FeedNotes | null,
): void {
  if (matchers.length === 0) return;
  const rows = connection
    .statement<EventRow, [string, number]>(
      `SELECT ? AS sessionId, ${eventColumns('events')} FROM events WHERE session_no = ?`,
    )
    .all(session.sessionId, session.sessionNo);
  for (const event of rows.map(toEvent)) {
    for (const matcher of matchers) {
      if (matcher.matches(event)) keepConversion(connection, projectNo, event, matcher, feed);
    }
  }
}
