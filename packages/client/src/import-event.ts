/** An event as an import takes it; `docs/import-format.md` has the limits. For optional fields null is the same as absent. */
export type ImportEvent = Visit | Click | CustomEvent;

export type PropertyValue = string | number | boolean | null;

/** The clicked element, or one around it. */
export interface ClickedElement {
  /** Tag name. */
  readonly tag: string;
  readonly id?: string | null | undefined;
  readonly classes?: readonly string[] | null | undefined;
  readonly attributes?: Readonly<Record<string, string>> | null | undefined;
}

interface Happening {
  /** The producer's own id. A whole number is taken as its decimal string. */
  readonly session_id: string | number;
  /** Recommended: the same id in the same session is stored once. */
  readonly id?: string | null | undefined;
  /** RFC 3339 with an offset: `2026-01-03T10:00:00Z`. */
  readonly at: string;
  /** The visitor's User-Agent header. It tells bots from people, and the session's browser, device and operating system. */
  readonly user_agent?: string | null | undefined;
}

/** A page was viewed. */
interface Visit extends Happening {
  readonly type: 'visit';
  /** Absolute, or a path beginning with "/" when the host is not known. */
  readonly url: string;
  readonly title?: string | null | undefined;
  readonly referrer?: string | null | undefined;
}

/** Something on a page was clicked. */
interface Click extends Happening {
  readonly type: 'click';
  readonly url?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly href?: string | null | undefined;
  /** From the clicked element outward. */
  readonly element?: readonly ClickedElement[] | null | undefined;
}

/** Something the site itself names happened. */
interface CustomEvent extends Happening {
  readonly type: 'event';
  readonly name: string;
  readonly url?: string | null | undefined;
  /** Decimal string, kept exactly: `49.00`. Needs `currency`. */
  readonly value?: string | null | undefined;
  /** ISO 4217. */
  readonly currency?: string | null | undefined;
  readonly properties?: Readonly<Record<string, PropertyValue>> | null | undefined;
}
