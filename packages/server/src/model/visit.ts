import type { EventId, SessionId, VisitId } from './ids.js';

/** Names a visit in answers and requests: the event's own id is unique in its session only. */
export function visitId(sessionId: SessionId, eventId: EventId): VisitId {
  return `${sessionId}:${eventId}` as VisitId;
}
