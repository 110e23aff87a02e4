import type { ChainElement, Event, PropertyValue } from '../model/event.js';
import type { EventId, SessionId } from '../model/ids.js';

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

/** Half of a surrogate pair, which has no UTF-8, becomes U+FFFD: the same in every store. */
export function toEventRow(event: Event): EventRow {
  // One literal for all types: put together with `...`, a row takes twenty times as long.
  const visit = event.type === 'visit' ? event : null;
  const click = event.type === 'click' ? event : null;
  const custom = event.type === 'event' ? event : null;
  return {
    sessionId: event.sessionId,
    eventId: event.id,
    type: event.type,
    occurredAt: event.at,
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
