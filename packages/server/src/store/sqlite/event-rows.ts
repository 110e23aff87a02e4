import type { EventRow } from '../event-row.js';

export const EVENT_COLUMNS = `event_id AS eventId, type, occurred_at AS occurredAt, url, title, referrer, text, href, element, name,
  value, currency, properties`;

/** An event that is there stays as it is. Its values are those of `toValues`. */
export const INSERT_EVENT = `INSERT OR IGNORE INTO events (session_no, event_id, type, occurred_at, url, title, referrer, text,
  href, element, name, value, currency, properties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function toValues(sessionNo: number, row: EventRow): unknown[] {
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
