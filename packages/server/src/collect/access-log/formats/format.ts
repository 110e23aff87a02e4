/** A format of access logs. */
export interface LogFormat {
  /** As in `--format`. */
  readonly name: string;
  /** The parts of a line, for messages. */
  readonly layout: string;
  /** Starts to read a file. The reader may keep state, such as the names of the fields. */
  open(): FieldsReader;
}

/** The fields of a line, a comment, or the reason why the line is not in the format (one sentence). Never throws. */
export type FieldsReader = (text: string) => LoggedFields | typeof COMMENT | Misread;

/** A line about the log and not about a request. */
export const COMMENT = 'comment';

export interface Misread {
  readonly misread: string;
}

/** The fields of a line, before they are checked. */
export interface LoggedFields {
  /** The sender of the request: the client, or the proxy in front. */
  readonly address: string;
  /** Milliseconds since 1970, UTC; null when `time` is not a valid time. */
  readonly at: number | null;
  /** The time as logged. */
  readonly time: string;
  /** Null when the logged request was not understood. */
  readonly request: RequestParts | null;
  /** The request as logged. */
  readonly requestText: string;
  /** Three digits, or "-" when nothing was answered. */
  readonly status: string;
  /** Null when the log has "-" or nothing. */
  readonly referrer: string | null;
  readonly userAgent: string | null;
  /** The site, with a port if one is logged; null when the log does not name it. */
  readonly host: string | null;
  /** Null when the log does not name it. */
  readonly scheme: 'http' | 'https' | null;
  /** Addresses that a proxy forwarded, separated by commas. */
  readonly forwardedFor: string | null;
  /** For combined logs with escapes. Default: the fields above. */
  readonly asBefore?: FieldsBefore;
}

export interface RequestParts {
  readonly method: string;
  /** Usually a path and query. */
  readonly target: string;
}

/**
 * The fields as 0.1.0 read them, with most escapes left in. Ids are derived from these, so that logs imported then are
 * recognized.
 */
export interface FieldsBefore {
  readonly target: string;
  readonly referrer: string | null;
  readonly userAgent: string | null;
}

/** Null unless both are logged. */
export function requestOf(method: string | null, target: string | null): RequestParts | null {
  return method !== null && target !== null ? { method, target } : null;
}

/** Null for "-" and for nothing. */
export function given(logged: string | undefined): string | null {
  return logged === undefined || logged === '-' || logged === '' ? null : logged;
}
