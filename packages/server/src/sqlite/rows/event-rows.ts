import type { Event } from '../../model/event.js';
import { COLUMN_OF, EVENT_TEXTS, type EventRow } from '../../store/event-row.js';
import { type Origins, splitUrl, urlIn } from './origins.js';

/** What stands for each type in the column `type`. */
export const TYPE_CODES = { visit: 1, click: 2, event: 3 } as const satisfies Record<Event['type'], number>;

/** The type as everybody else names it. */
const TYPE_NAME = "CASE type WHEN 1 THEN 'visit' WHEN 2 THEN 'click' ELSE 'event' END";

/**
 * The columns of an event, of a table called `table`: under the names of the fields of an `EventRow`, or as `COLUMN_OF`
 * names them. The session's id is not among them.
 */
export function eventColumns(table: string, names: 'fields' | 'columns' = 'fields'): string {
  const { sessionId: _, ...columns } = COLUMN_OF;
  const computed: Readonly<Record<string, string>> = { type: TYPE_NAME, url: urlIn(table) };
  return Object.entries(columns)
    .map(([field, column]) => `${computed[field] ?? column} AS ${names === 'fields' ? field : column}`)
    .join(', ');
}

/** Kept as they are; a URL is kept in two parts. */
const PLAIN_TEXTS = EVENT_TEXTS.filter((text) => text !== 'url');

/** The columns of `INSERT INTO events`. */
const INSERT_COLUMNS = [
  ...['session_no', 'event_id', 'type', 'occurred_at', 'url_origin', 'url_path'],
  ...PLAIN_TEXTS.map((text) => COLUMN_OF[text]),
];

/** Takes what `toValues` gives. What is there already stays. */
export const INSERT_EVENT = `INSERT OR IGNORE INTO events (${INSERT_COLUMNS.join(', ')})
  VALUES (${INSERT_COLUMNS.map(() => '?').join(', ')})`;

/** In the order of `INSERT_COLUMNS`. */
export type EventValues = [
  sessionNo: number,
  eventId: string,
  type: number,
  occurredAt: number,
  urlOrigin: number | null,
  urlPath: string | null,
  ...texts: (string | null)[],
];

/** An event to be stored: the values to bind, and its origin, to be counted once it is. */
export function toValues(
  sessionNo: number,
  row: EventRow,
  origins: Origins,
): { readonly values: EventValues; readonly origin: string | null } {
  const { origin, path } = row.url === null ? NO_URL : splitUrl(row.url);
  const originNo = origin === null ? null : origins.numberOf(origin);
  const values: EventValues = [sessionNo, row.eventId, TYPE_CODES[row.type], row.occurredAt, originNo, path];
  for (const text of PLAIN_TEXTS) values.push(row[text]);
  return { values, origin };
}

const NO_URL = { origin: null, path: null };
