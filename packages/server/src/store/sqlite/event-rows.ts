import type { Event } from '../../collect/event.js';
import { toEventRow } from '../event-row.js';

export const EVENT_COLUMNS = `event_id AS eventId, type, occurred_at AS occurredAt, url, title, referrer, text, href, element, name,
  value, currency, properties`;

/** The columns of `INSERT INTO events`, in the order of `toValues`. */
export const INSERT_COLUMNS = `session_no, event_id, type, occurred_at, url, title, referrer, text, href, element, name, value,
  currency, properties`;

export function toValues(sessionNo: number, event: Event): unknown[] {
  const row = toEventRow(event);
  return [
    sessionNo,
    row.eventId,
    row.type,
    row.occurredAt,
    row.url,
    row.title,
    row.referrer,
    row.text,
    row.href,
    row.element,
    row.name,
    row.value,
    row.currency,
    row.properties,
  ];
}
