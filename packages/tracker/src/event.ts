/** The content of an event as sent to the collector. `outbox.ts` adds id, age and the page's address. */
export type Content = Visit | Click | CustomEvent;

/** One page view. Elsewhere a whole session is often called a visit. */
export interface Visit {
  readonly type: 'visit';
  readonly referrer: string;
  /** Noted on sending. */
  title?: string;
  /** Changed when it turns out that the page redirects. */
  url?: string;
}

export interface Click {
  readonly type: 'click';
  readonly text: string | undefined;
  readonly href: string | undefined;
  /** From the clicked element outward. */
  readonly element: readonly ChainElement[];
}

export interface CustomEvent {
  readonly type: 'event';
  readonly name: string;
  readonly value: string | undefined;
  /** As the page has it: the collector refuses what is no currency. */
  readonly currency: PropertyValue | undefined;
  readonly properties: Readonly<Record<string, PropertyValue | undefined>>;
}

export type PropertyValue = string | number | boolean | null;

/** The clicked element or one of its ancestors. */
export interface ChainElement {
  readonly tag: string;
  id?: string;
  classes?: string[];
  attributes?: Record<string, string>;
}
