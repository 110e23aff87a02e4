import type { Event, Origin } from '../../model/event.js';
import { COLUMN_OF, EVENT_TEXTS, type EventRow } from '../../store/event-row.js';
import { type Origins, splitUrl, urlIn } from './origins.js';

/** The codes of the column `type`. */
export const TYPE_CODES = { visit: 1, click: 2, event: 3 } as const satisfies Record<Event['type'], number>;

/** The values of the columns `is_public`. */
export const IS_PUBLIC = { trusted: 0, public: 1 } as const satisfies Record<Origin, number>;

/** SQL for the name of an origin. */
export function originIn(table: string): string {
  return `iif(${table}.is_public, 'public', 'trusted')`;
}

/** SQL that converts the code back to the type's name. */
const TYPE_NAME = "CASE type WHEN 1 THEN 'visit' WHEN 2 THEN 'click' ELSE 'event' END";

/**
 * The columns of an event in `table`, named after the fields of `EventRow` or as in `COLUMN_OF`. Does not include the
 * session's id.
 */
export function eventColumns(table: string, names: 'fields' | 'columns' = 'fields'): string {
  const { sessionId: _, ...columns } = COLUMN_OF;
  const computed: Readonly<Record<string, string>> = { type: TYPE_NAME, origin: originIn(table), url: urlIn(table) };
  return Object.entries(columns)
    .map(([field, column]) => `${computed[field] ?? column} AS ${names === 'fields' ? field : column}`)
    .join(', ');
}

/** Texts stored in a single column. A URL is stored in two parts. */
const PLAIN_TEXTS = EVENT_TEXTS.filter((text) => text !== 'url');

/** The columns of `INSERT INTO events`. */
const INSERT_COLUMNS = [
  ...['session_no', 'event_id', 'type', 'occurred_at', 'is_public', 'url_origin', 'url_path'],
  ...PLAIN_TEXTS.map((text) => COLUMN_OF[text]),
];

/** Inserts the values of `toValues`, unless the event is already stored. */
export const INSERT_EVENT = `INSERT OR IGNORE INTO events (${INSERT_COLUMNS.join(', ')})
  VALUES (${INSERT_COLUMNS.map(() => '?').join(', ')})`;

/** In the order of `INSERT_COLUMNS`. */
export type EventValues = [
  sessionNo: number,
  eventId: string,
  type: number,
  occurredAt: number,
  isPublic: number,
  urlOrigin: number | null,
  urlPath: string | null,
  ...texts: (string | null)[],
];

/** The values to insert for an event, and its origin, which must be counted after the insert. */
export function toValues(
  sessionNo: number,
  row: EventRow,
  origins: Origins,
): { readonly values: EventValues; readonly origin: string | null } {
  const { origin, path } = row.url === null ? NO_URL : splitUrl(row.url);
  const originNo = origin === null ? null : origins.numberOf(origin);
  const { eventId, type, occurredAt } = row;
  const isPublic = IS_PUBLIC[row.origin];
  const values: EventValues = [sessionNo, eventId, TYPE_CODES[type], occurredAt, isPublic, originNo, path];
  for (const text of PLAIN_TEXTS) values.push(row[text]);
  return { values, origin };
}

const NO_URL = { origin: null, path: null };
