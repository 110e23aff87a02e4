import type { Origin } from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import { COLUMN_OF, EVENT_TEXTS, type EventRow, type EventText } from '../../store/event-row.js';
import { type Column, integer, nullable, type RowOf, text, textOf } from '../cluster/rows.js';

/** The columns of an event for SELECT. `EVENT_COLUMNS` parses them. */
export const EVENT_SELECT = Object.values(COLUMN_OF).join(', ');

export const EVENT_COLUMNS = {
  sessionId: textOf<SessionId>(),
  eventId: textOf<EventId>(),
  type: textOf<EventRow['type']>(),
  occurredAt: integer,
  origin: textOf<Origin>(),
  ...(Object.fromEntries(EVENT_TEXTS.map((field) => [field, nullable(text)])) as Record<
    EventText,
    Column<string | null>
  >),
};
export type StoredEvent = RowOf<typeof EVENT_COLUMNS>;

/** The same with the event's precedence, which its conversions have too. */
export const PRECEDED_SELECT = `${EVENT_SELECT}, toString(precedence)`;
export const PRECEDED_COLUMNS = { ...EVENT_COLUMNS, precedence: text };
export type PrecededEvent = RowOf<typeof PRECEDED_COLUMNS>;

const EVENT_FIELDS = Object.keys(EVENT_COLUMNS) as (keyof StoredEvent)[];

/** The event among the columns of a row. */
export function eventIn(row: StoredEvent): StoredEvent {
  return Object.fromEntries(EVENT_FIELDS.map((field) => [field, row[field]])) as unknown as StoredEvent;
}
