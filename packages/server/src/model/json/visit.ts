import type { Visit } from '../event.js';
import { visitId } from '../visit.js';

/** Formats a visit for `expand`; see `answer-schemas.ts`. */
export function presentVisit({ sessionId, id, at, url, title, referrer, origin }: Visit): object {
  const occurred_at = new Date(at).toISOString();
  return { id: visitId(sessionId, id), session_id: sessionId, occurred_at, url, title, referrer, origin };
}
