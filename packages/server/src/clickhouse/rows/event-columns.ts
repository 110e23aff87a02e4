import type { EventId, SessionId } from '../../model/ids.js';
import type { EventRow } from '../../store/event-row.js';
import { integer, nullable, type RowOf, text, textOf } from '../cluster/rows.js';

/** An event as it is read: what stands behind SELECT, and what comes of it. */
export const EVENT_SELECT = `session_id, event_id, type, occurred_at, url, title, referrer, text, href, element, name, value,
  currency, properties`;

export const EVENT_COLUMNS = {
  sessionId: textOf<SessionId>(),
  eventId: textOf<EventId>(),
  type: textOf<EventRow['type']>(),
  occurredAt: integer,
  url: nullable(text),
  title: nullable(text),
  referrer: nullable(text),
  text: nullable(text),
  href: nullable(text),
  element: nullable(text),
  name: nullable(text),
  value: nullable(text),
  currency: nullable(text),
  properties: nullable(text),
};
export type StoredEvent = RowOf<typeof EVENT_COLUMNS>;
