import type { ChainElement, Event, Origin } from '../model/event.js';
import type { EventId, SessionId } from '../model/ids.js';
import { storedElement, storedProperties } from './stored-json.js';

/** The fields that every event has, and their columns. */
const KEY_COLUMN_OF = {
  sessionId: 'session_id',
  eventId: 'event_id',
  type: 'type',
  occurredAt: 'occurred_at',
  origin: 'origin',
} as const;

/**
 * The text fields of an event, and their columns. Both engines derive from this list what they write, read, move and
 * compare. To add a text, add it here, in `toEventRow`, in `toEvent`, and as a column in a migration of each engine.
 */
const TEXT_COLUMN_OF = {
  url: 'url',
  title: 'title',
  referrer: 'referrer',
  text: 'text',
  href: 'href',
  element: 'element',
  name: 'name',
  value: 'value',
  currency: 'currency',
  properties: 'properties',
} as const;

/** The columns of an event by field. Checksums and rows depend on this order. */
export const COLUMN_OF = { ...KEY_COLUMN_OF, ...TEXT_COLUMN_OF };

export type EventText = keyof typeof TEXT_COLUMN_OF;
export const EVENT_TEXTS = Object.keys(TEXT_COLUMN_OF) as readonly EventText[];

/** An event as stored. Fields that its type does not have are null; `element` and `properties` are JSON. */
export interface EventRow extends Readonly<Record<EventText, string | null>> {
  readonly sessionId: string;
  readonly eventId: string;
  readonly type: Event['type'];
  readonly occurredAt: number;
  readonly origin: Origin;
}

/** An unpaired surrogate, which has no UTF-8 encoding, becomes U+FFFD: the same in every store. */
export function toEventRow(event: Event): EventRow {
  // One literal for all types: building a row with `...` takes twenty times as long.
  const visit = event.type === 'visit' ? event : null;
  const click = event.type === 'click' ? event : null;
  const custom = event.type === 'event' ? event : null;
  return {
    sessionId: event.sessionId,
    eventId: event.id,
    type: event.type,
    occurredAt: event.at,
    origin: event.origin,
    url: event.url?.toWellFormed() ?? null,
    title: visit?.title?.toWellFormed() ?? null,
    referrer: visit?.referrer?.toWellFormed() ?? null,
    text: click?.text?.toWellFormed() ?? null,
    href: click?.href?.toWellFormed() ?? null,
    element: click && click.element.length > 0 ? JSON.stringify(click.element) : null,
    name: custom?.name.toWellFormed() ?? null,
    value: custom?.value ?? null,
    currency: custom?.currency ?? null,
    properties: custom && Object.keys(custom.properties).length > 0 ? JSON.stringify(custom.properties) : null,
  };
}

export function toEvent(row: EventRow): Event {
  const { sessionId, eventId, occurredAt: at, origin } = row;
  const happening = { sessionId: sessionId as SessionId, id: eventId as EventId, at, origin };
  switch (row.type) {
    case 'visit':
      return { ...happening, type: 'visit', url: row.url!, title: row.title, referrer: row.referrer };
    case 'click':
      return {
        ...happening,
        type: 'click',
        url: row.url,
        text: row.text,
        href: row.href,
        element: toElement(row.element),
      };
    case 'event': {
      const properties = row.properties === null ? {} : storedProperties(row.properties);
      const { url, value, currency } = row;
      return { ...happening, type: 'event', name: row.name!, url, value, currency, properties };
    }
  }
}

export function toElement(json: string | null): ChainElement[] {
  return json === null ? [] : storedElement(json);
}
