import type { ChainElement, Event, PropertyValue } from '../../collect/event.js';
import type { EventId, SessionId } from '../../ids.js';

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

export const EVENT_COLUMNS = `event_id AS eventId, type, occurred_at AS occurredAt, url, title, referrer, text, href, element, name,
  value, currency, properties`;

/** The columns of `INSERT INTO events`, in the order of `toValues`. */
export const INSERT_COLUMNS = `session_no, event_id, type, occurred_at, url, title, referrer, text, href, element, name, value,
  currency, properties`;

export function toValues(sessionNo: number, event: Event): unknown[] {
  const { id, type, at } = event;
  switch (event.type) {
    case 'visit':
      return [sessionNo, id, type, at, event.url, event.title, event.referrer, ...NONE_OF_7];
    case 'click': {
      const element = event.element.length > 0 ? JSON.stringify(event.element) : null;
      return [sessionNo, id, type, at, event.url, null, null, event.text, event.href, element, null, null, null, null];
    }
    case 'event': {
      const { url, name, value, currency } = event;
      const properties = Object.keys(event.properties).length > 0 ? JSON.stringify(event.properties) : null;
      return [sessionNo, id, type, at, url, null, null, null, null, null, name, value, currency, properties];
    }
  }
}

const NONE_OF_7 = [null, null, null, null, null, null, null];

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
