import { TYPE_CODES } from '../rows/event-rows.js';
import { urlIn } from '../rows/origins.js';

/**
 * SQL for the id of the visit on which the event `e` of the session `s` happened, at the time `at`: the event itself if it
 * is a visit, otherwise the latest one at or before it. Public visits count for a trusted event only if the session has no
 * trusted visit.
 */
export function visitOf(at: string): string {
  return `iif(e.type = ${TYPE_CODES.visit}, e.event_id, (
    SELECT event_id FROM (${lastVisit(at, 0)} UNION ALL ${lastVisit(at, 1)})
    WHERE of_public = 0 OR e.is_public = 1 OR NOT EXISTS (
      SELECT 1 FROM events WHERE session_no = s.session_no AND type = ${TYPE_CODES.visit} AND is_public = 0
    )
    ORDER BY occurred_at DESC, event_id DESC LIMIT 1
  ))`;
}

/** SQL for the URL where the conversion `c` with the event `e` of the session `s` happened. */
export const URL_OF_CONVERSION = `iif(e.url_path IS NULL, (
  SELECT ${urlIn('v')} FROM events v WHERE v.session_no = s.session_no AND v.event_id = ${visitOf('c.occurred_at')}
), ${urlIn('e')})`;

function lastVisit(at: string, isPublic: 0 | 1): string {
  return `SELECT * FROM (
    SELECT occurred_at, event_id, ${isPublic} AS of_public FROM events
    WHERE session_no = s.session_no AND type = ${TYPE_CODES.visit} AND is_public = ${isPublic}
      AND occurred_at <= ${at}
    ORDER BY occurred_at DESC, event_id DESC LIMIT 1
  )`;
}
