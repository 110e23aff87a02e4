import type { EventId, SessionId } from './ids.js';

/** One link of a clicked element's chain of ancestors. */
export interface ChainElement {
  readonly tag: string;
  readonly id?: string;
  readonly classes?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

export type PropertyValue = string | number | boolean | null;

/** What every event has, whatever its type. */
interface Happening {
  readonly sessionId: SessionId;
  readonly id: EventId;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/**
 * A page was viewed. Mind the word: here a visit is one page viewed; elsewhere (Plausible, Matomo) it is a whole
 * session.
 */
export interface Visit extends Happening {
  readonly type: 'visit';
  /** Absolute, or a path beginning with "/" when the host is not known (an access log). */
  readonly url: string;
  readonly title: string | null;
  readonly referrer: string | null;
}

export interface Click extends Happening {
  readonly type: 'click';
  /** The page that was clicked on. */
  readonly url: string | null;
  readonly text: string | null;
  /** Where the clicked link leads. */
  readonly href: string | null;
  /** From the clicked element outward; empty when not known. */
  readonly element: readonly ChainElement[];
}

export interface CustomEvent extends Happening {
  readonly type: 'event';
  readonly name: string;
  readonly url: string | null;
  /** Decimal string, kept exactly as sent: "49.00" stays "49.00". */
  readonly value: string | null;
  /** ISO 4217, three capitals. */
  readonly currency: string | null;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** Something that happened in a session. */
export type Event = Visit | Click | CustomEvent;

type HappeningOf<Id> = Omit<Happening, 'id'> & { readonly id: Id };
/** What a producer sent about an event, checked. Its id may be missing still. */
export type ParsedEvent = HappeningOf<EventId | null> & Content;

/** What happened, without where and when. */
export type Content = ContentOf<Visit> | ContentOf<Click> | ContentOf<CustomEvent>;
export type ContentOf<Kind extends Event> = Omit<Kind, keyof Happening>;

/**
 * What happened, with where and when. Written out for each type, because every event passes here, and one put together
 * with `...` takes twenty times as long (2.5 us).
 */
export function eventOf<Id>(content: Content, sessionId: SessionId, id: Id, at: number): HappeningOf<Id> & Content {
  switch (content.type) {
    case 'visit': {
      const { type, url, title, referrer } = content;
      return { sessionId, id, at, type, url, title, referrer };
    }
    case 'click': {
      const { type, url, text, href, element } = content;
      return { sessionId, id, at, type, url, text, href, element };
    }
    case 'event': {
      const { type, name, url, value, currency, properties } = content;
      return { sessionId, id, at, type, name, url, value, currency, properties };
    }
  }
}

/** How late an event may be sent: by then nobody can tell any more whose an older one is. In ms. */
export const AGE_MS_MAX = 86_400_000;
