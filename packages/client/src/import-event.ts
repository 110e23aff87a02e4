/** An event of an import; `docs/import-format.md` has the limits. In optional fields null is the same as absent. */
export type ImportEvent = Visit | Click | CustomEvent;

export type PropertyValue = string | number | boolean | null;

/** The clicked element or one of its ancestors. */
export interface ClickedElement {
  /** Tag name. */
  readonly tag: string;
  readonly id?: string | null | undefined;
  readonly classes?: readonly string[] | null | undefined;
  readonly attributes?: Readonly<Record<string, string>> | null | undefined;
}

interface CommonFields {
  /** The producer's own id. A whole number is converted to its decimal string. */
  readonly session_id: string | number;
  /** Recommended: the same id in the same session is stored once. */
  readonly id?: string | null | undefined;
  /** RFC 3339 with an offset: `2026-01-03T10:00:00Z`. */
  readonly at: string;
  /** The visitor's User-Agent header, which identifies bots and the session's browser, device and operating system. */
  readonly user_agent?: string | null | undefined;
  /** `public` for what a page said, which anybody can make up. Default: `trusted`. */
  readonly origin?: 'public' | 'trusted' | null | undefined;
}

/** A page was viewed. */
interface Visit extends CommonFields {
  readonly type: 'visit';
  /** Absolute, or a path beginning with "/" when the host is unknown. */
  readonly url: string;
  readonly title?: string | null | undefined;
  readonly referrer?: string | null | undefined;
}

/** Something on a page was clicked. */
interface Click extends CommonFields {
  readonly type: 'click';
  readonly url?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly href?: string | null | undefined;
  /** From the clicked element outward. */
  readonly element?: readonly ClickedElement[] | null | undefined;
}

/** An event that the site names itself. */
interface CustomEvent extends CommonFields {
  readonly type: 'event';
  readonly name: string;
  readonly url?: string | null | undefined;
  /** Decimal string, kept exactly: `49.00`. Needs `currency`. */
  readonly value?: string | null | undefined;
  /** ISO 4217. */
  readonly currency?: string | null | undefined;
  readonly properties?: Readonly<Record<string, PropertyValue>> | null | undefined;
}
