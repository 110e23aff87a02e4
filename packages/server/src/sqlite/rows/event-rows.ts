import type { Event } from '../../model/event.js';
import type { EventRow } from '../../store/event-row.js';
import type { Value } from '../database/connection.js';
import { type Origins, splitUrl, urlIn } from './origins.js';

/** What stands for each type in the column `type`. */
export const TYPE_CODES = { visit: 1, click: 2, event: 3 } as const satisfies Record<Event['type'], number>;

/** The type as everybody else names it. */
export const TYPE_NAME = "CASE type WHEN 1 THEN 'visit' WHEN 2 THEN 'click' ELSE 'event' END";

/** The columns of an `EventRow`, of a table called `table`; the session's id is not among them. */
export function eventColumns(table: string): string {
  return `event_id AS eventId, ${TYPE_NAME} AS type,
    occurred_at AS occurredAt, ${urlIn(table)} AS url, title, referrer, text, href, element, name, value, currency, properties`;
}

/** The columns of `INSERT INTO events`. */
export const INSERT_COLUMNS = `session_no, event_id, type, occurred_at, url_origin, url_path, title, referrer, text, href, element,
  name, value, currency, properties`;

/** Takes what `toValues` gives. What is there already stays. */
export const INSERT_EVENT = `INSERT OR IGNORE INTO events (${INSERT_COLUMNS})
  VALUES (${INSERT_COLUMNS.replace(/\w+/g, '?')})`;

/** An event to be stored: the values to bind, and its origin, to be counted once it is. */
export function toValues(
  sessionNo: number,
  row: EventRow,
  origins: Origins,
): { readonly values: Value[]; readonly origin: string | null } {
  const { origin, path } = row.url === null ? NO_URL : splitUrl(row.url);
  const values = [
    sessionNo,
    row.eventId,
    TYPE_CODES[row.type],
    row.occurredAt,
    origin === null ? null : origins.numberOf(origin),
    path,
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
  return { values, origin };
}

const NO_URL = { origin: null, path: null };
