import { DAY_MS } from '../visitor.js';

/** A signed-in browser. The document's id is the account's key, a dot and a ULID. */
export interface ConsoleSession {
  /** SHA-256 of the secret in the cookie, hex. */
  readonly secretHash: string;
  /** The account's generation at sign-in. */
  readonly generation: string;
  /** What the browser said it is; null where that is not known. */
  readonly browser: string | null;
  readonly platformOs: string | null;
  /** All times are milliseconds since 1970, UTC. */
  readonly createdAt: number;
  /** Accurate to `USE_SAVED_EVERY_MS`. */
  readonly usedAt: number;
}

/** How long a console session lasts without a request, in ms. */
export const SESSION_IDLE_MS_MAX = 14 * DAY_MS;
/** How long a console session lasts at most, in ms. */
export const SESSION_MS_MAX = 90 * DAY_MS;
/** How often the use of a console session is saved at most, in ms. */
export const USE_SAVED_EVERY_MS = 3_600_000;

/** Whether a session has not ended by itself. */
export function isOpen({ createdAt, usedAt }: ConsoleSession, now: number): boolean {
  return now < createdAt + SESSION_MS_MAX && now < usedAt + SESSION_IDLE_MS_MAX;
}
