import type { EventId, SessionId } from './ids.js';

/**
 * Who sent an event. `public`: anybody who has the site key, which every page of the site shows. `trusted`: whoever holds
 * a token of the project, or its operator, by an import.
 */
export const ORIGINS = ['public', 'trusted'] as const;
export type Origin = (typeof ORIGINS)[number];

/** One element in the ancestor chain of a clicked element. */
export interface ChainElement {
  readonly tag: string;
  readonly id?: string;
  readonly classes?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

export type PropertyValue = string | number | boolean | null;

/** The fields that every event has. */
interface Happening {
  readonly sessionId: SessionId;
  readonly id: EventId;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly origin: Origin;
}

/** One page view. Note that other products (Plausible, Matomo) call a whole session a visit. */
export interface Visit extends Happening {
  readonly type: 'visit';
  /** Absolute, or a path beginning with "/" when the host is not known (an access log). */
  readonly url: string;
  readonly title: string | null;
  readonly referrer: string | null;
}

export interface Click extends Happening {
  readonly type: 'click';
  /** The URL of the page with the clicked element. */
  readonly url: string | null;
  readonly text: string | null;
  /** The target of the clicked link. */
  readonly href: string | null;
  /** From the clicked element outward; empty when unknown. */
  readonly element: readonly ChainElement[];
}

export interface CustomEvent extends Happening {
  readonly type: 'event';
  readonly name: string;
  readonly url: string | null;
  /** A decimal string, kept exactly as sent: "49.00" stays "49.00". */
  readonly value: string | null;
  /** ISO 4217, three capital letters. */
  readonly currency: string | null;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** A form was sent. The tracker names the form in the properties. */
export const FORM_EVENT = '$form';

/**
 * Whether a custom event is one that Goalpost sends by itself, and not one that the site names. A session does not count
 * it among its custom events.
 */
export function isOwnEvent(name: string | null): boolean {
  return name === FORM_EVENT;
}

/** Something that happened in a session. */
export type Event = Visit | Click | CustomEvent;

type HappeningOf<Id> = Omit<Happening, 'id'> & { readonly id: Id };
/** A validated event as sent. Its id may still be missing. */
export type ParsedEvent = HappeningOf<EventId | null> & Content;

/** The content of an event, without session, id, time and origin. */
export type Content = ContentOf<Visit> | ContentOf<Click> | ContentOf<CustomEvent>;
export type ContentOf<Kind extends Event> = Omit<Kind, keyof Happening>;

/**
 * Builds an event. Written out for each type, because every event passes through here, and spreading with `...` takes
 * twenty times as long (2.5 us).
 */
export function eventOf<Id>(
  content: Content,
  { sessionId, id, at, origin }: HappeningOf<Id>,
): HappeningOf<Id> & Content {
  switch (content.type) {
    case 'visit': {
      const { type, url, title, referrer } = content;
      return { sessionId, id, at, origin, type, url, title, referrer };
    }
    case 'click': {
      const { type, url, text, href, element } = content;
      return { sessionId, id, at, origin, type, url, text, href, element };
    }
    case 'event': {
      const { type, name, url, value, currency, properties } = content;
      return { sessionId, id, at, origin, type, name, url, value, currency, properties };
    }
  }
}

/** The maximum age of an event when it is sent, in ms. The visitor of an older one can no longer be determined. */
export const AGE_MS_MAX = 86_400_000;
