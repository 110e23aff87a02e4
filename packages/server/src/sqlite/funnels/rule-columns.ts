import type { Event } from '../../model/event.js';
import { toEvent } from '../../store/event-row.js';
import { urlIn } from '../rows/origins.js';

/** What rules read of an event, of which there may be a million: reading only these takes a third of the time. */
export type RuleTexts = [
  url: string | null,
  text: string | null,
  href: string | null,
  element: string | null,
  name: string | null,
  properties: string | null,
];

/** SQL for the texts of events of one type in the table `e`, in this order. Rules read none but these (`matching/match.ts`). */
export function ruleColumns(type: Event['type']): string {
  switch (type) {
    case 'visit':
      return `${urlIn('e')}, NULL, NULL, NULL, NULL, NULL`;
    case 'click':
      return 'NULL, e.text, e.href, e.element, NULL, NULL';
    case 'event':
      return 'NULL, NULL, NULL, NULL, e.name, e.properties';
  }
}

/** An event with nothing but what rules read. */
export function eventForRules(type: Event['type'], [url, text, href, element, name, properties]: RuleTexts): Event {
  return toEvent({
    sessionId: '',
    eventId: '',
    type,
    occurredAt: 0,
    origin: 'trusted',
    url,
    title: null,
    referrer: null,
    text,
    href,
    element,
    name,
    value: null,
    currency: null,
    properties,
  });
}
