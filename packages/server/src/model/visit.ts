import type { EventId, SessionId, VisitId } from './ids.js';

/** The id of a visit in requests and answers. The event's own id is unique only within its session. */
export function visitId(sessionId: SessionId, eventId: EventId): VisitId {
  return `${sessionId}:${eventId}` as VisitId;
}
