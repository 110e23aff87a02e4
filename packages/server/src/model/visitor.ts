import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/**
 * An anonymous person on one day: a hash keyed with the day's salt. Once the salt is deleted, nobody can recover the
 * address from it.
 */
export interface Visitor {
  /** The day of the salt, UTC, `YYYY-MM-DD`. Visitors are forgotten when it has passed. */
  readonly day: string;
  readonly hash: string;
}

/** One visitor under today's and yesterday's salt, because a session may have begun before midnight. */
export interface DayVisitors {
  readonly today: Visitor;
  readonly yesterday: Visitor;
}

/**
 * Visitors cached at a time. Beyond this, the least recently seen one is evicted; if that visitor returns within the
 * gap, a new session begins.
 */
export const VISITORS_MAX = 100_000;

/** The day of notes about visitors of imported logs. They are kept as long as their sessions. */
export const KEPT_WITH_SESSION = '9999-12-31';

export const DAY_MS = 86_400_000;
/** 128 bits: two visitors on the same day share a hash once in a hundred billion years. */
const HASH_CHARACTERS = 22;

/** The day of a time in ms since 1970: UTC, `YYYY-MM-DD`. */
export function dayOf(at: number): string {
  const no = Math.floor(at / DAY_MS);
  let day = days.get(no);
  if (day === undefined) {
    day = new Date(at).toISOString().slice(0, 10);
    days.set(no, day);
  }
  return day;
}

/** Formatting a day takes 3 us, and the same few days recur all day. */
const days = new LRUCache<number, string>({ max: 10 });

/**
 * A SHA-256 keyed by a prefix. The salt is secret, random and of fixed length, and only half of the digest is exposed,
 * so a length-extension attack is not possible. An HMAC takes five times as long for the same result.
 */
export function keyedHash(salt: string, text: string): string {
  return hash('sha256', salt + text, 'base64url').slice(0, HASH_CHARACTERS);
}

/**
 * A visitor of an imported log on one day (since 1970): a hash with the project's key, which begins with the day, so that notes of
 * a day are stored together. Notes of different days cannot be related without the key.
 */
export function visitorInLog(visitorKey: string, visitor: string, day: number): Visitor {
  return { day: KEPT_WITH_SESSION, hash: `${day}.${keyedHash(visitorKey, `${day}\n${visitor}`)}` };
}
