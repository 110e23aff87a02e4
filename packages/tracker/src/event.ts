/** What happened, as the collector takes it. `outbox.ts` adds what every event has: id, age and the page's address. */
export type Happening = Visit | Click | CustomEvent;

/** A page was viewed. Elsewhere a visit is a whole session; here it is one page. */
export interface Visit {
  readonly type: 'visit';
  readonly referrer: string | undefined;
  readonly title: string;
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
  readonly currency: string | undefined;
  readonly properties: Readonly<Record<string, PropertyValue | undefined>>;
}

export type PropertyValue = string | number | boolean | null;

/** One link of a clicked element's chain of ancestors. */
export interface ChainElement {
  readonly tag: string;
  id?: string;
  classes?: string[];
  attributes?: Record<string, string>;
}
