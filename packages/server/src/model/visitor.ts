import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/**
 * An anonymous person within a day: a hash keyed with the day's salt, from which nobody can get back to an address once
 * the salt is dropped.
 */
export interface Visitor {
  /** UTC, `YYYY-MM-DD`: which day's salt the hash was made with. */
  readonly day: string;
  readonly hash: string;
}

/** The same visitor as today's salt makes it, and as yesterday's did: a session may have begun before midnight. */
export interface DayVisitors {
  readonly today: Visitor;
  readonly yesterday: Visitor;
}

/**
 * Visitors remembered at a time. Beyond this the one not seen for longest is forgotten: should that visitor come back
 * within the gap, the visit begins a new session.
 */
export const VISITORS_MAX = 100_000;

export const DAY_MS = 86_400_000;
/** 128 bits: two visitors of a day share a hash once in a hundred billion years. */
const HASH_CHARACTERS = 22;

/** UTC, `YYYY-MM-DD`. */
export function dayOf(at: number): string {
  const no = Math.floor(at / DAY_MS);
  let day = days.get(no);
  if (day === undefined) {
    day = new Date(at).toISOString().slice(0, 10);
    days.set(no, day);
  }
  return day;
}

/** Writing one takes 3 us, and it is the same few all day. */
const days = new LRUCache<number, string>({ max: 10 });

/**
 * A SHA-256 keyed by a prefix: the salt is secret, random and of one length, and half of the digest is all that anybody
 * sees, so it cannot be made longer from outside. An HMAC takes five times as long for the same.
 */
export function keyedHash(salt: string, text: string): string {
  return hash('sha256', salt + text, 'base64url').slice(0, HASH_CHARACTERS);
}
