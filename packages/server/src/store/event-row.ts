import type { ChainElement, Event, PropertyValue } from '../collect/event.js';
import type { EventId, SessionId } from '../ids.js';

/** An event as stored. What its type does not have is null. */
export interface EventRow {
  readonly sessionId: string;
  readonly eventId: string;
  readonly type: Event['type'];
  readonly occurredAt: number;
  readonly url: string | null;
  readonly title: string | null;
  readonly referrer: string | null;
  readonly text: string | null;
  readonly href: string | null;
  readonly element: string | null;
  readonly name: string | null;
  readonly value: string | null;
  readonly currency: string | null;
  readonly properties: string | null;
}

const NOTHING = {
  url: null,
  title: null,
  referrer: null,
  text: null,
  href: null,
  element: null,
  name: null,
  value: null,
  currency: null,
  properties: null,
} as const;

/** Half of a surrogate pair, which has no UTF-8, becomes U+FFFD: the same in every store. */
export function toEventRow(event: Event): EventRow {
  const happening = { ...NOTHING, sessionId: event.sessionId, eventId: event.id, occurredAt: event.at };
  switch (event.type) {
    case 'visit': {
      const { type, url, title, referrer } = event;
      return { ...happening, type, url: wellFormed(url), title: wellFormed(title), referrer: wellFormed(referrer) };
    }
    case 'click': {
      const { type, url, text, href } = event;
      const element = event.element.length > 0 ? JSON.stringify(event.element) : null;
      return { ...happening, type, url: wellFormed(url), text: wellFormed(text), href: wellFormed(href), element };
    }
    case 'event': {
      const { type, url, name, value, currency } = event;
      const properties = Object.keys(event.properties).length > 0 ? JSON.stringify(event.properties) : null;
      return { ...happening, type, url: wellFormed(url), name: wellFormed(name), value, currency, properties };
    }
  }
}

function wellFormed<Given extends string | null>(text: Given): Given | string {
  return text !== null && /\p{Surrogate}/u.test(text) ? Buffer.from(text).toString() : text;
}

export function toEvent(row: EventRow): Event {
  const happening = { sessionId: row.sessionId as SessionId, id: row.eventId as EventId, at: row.occurredAt };
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
      const properties = row.properties === null ? {} : (JSON.parse(row.properties) as Record<string, PropertyValue>);
      const { url, value, currency } = row;
      return { ...happening, type: 'event', name: row.name!, url, value, currency, properties };
    }
  }
}

export function toElement(json: string | null): ChainElement[] {
  return json === null ? [] : (JSON.parse(json) as ChainElement[]);
}
