import type { Event } from '../model/event.js';
import type { TimelineEntry } from '../model/session.js';

/** An entry of a timeline in API form; `timeline-schemas.ts` has its schema. */
export function presentEntry({ event, goals }: TimelineEntry): object {
  const { id, type, at, sessionId, origin } = event;
  return {
    id,
    type,
    occurred_at: new Date(at).toISOString(),
    origin,
    ...contentOf(event),
    goals: goals.map(({ key, name, version, type: goalType, rule }) => ({
      key,
      name,
      version,
      type: goalType,
      rule,
      conversion_id: `${sessionId}:${goalType}:${key}:${id}`,
    })),
  };
}

function contentOf(event: Event): object {
  switch (event.type) {
    case 'visit':
      return { url: event.url, title: event.title, referrer: event.referrer };
    case 'click':
      return { url: event.url, text: event.text, href: event.href, element: event.element };
    case 'event': {
      const { name, url, value, currency, properties } = event;
      return { name, url, value, currency, properties };
    }
  }
}
