import { createHmac } from 'node:crypto';
import type { ProjectId } from '../ids.js';
import type { Salts } from '../live/live.js';

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

export const DAY_MS = 86_400_000;
/** 128 bits: two visitors of a day share a hash once in a hundred billion years. */
const HASH_CHARACTERS = 22;

/** Who somebody with this address and user agent is; neither is kept nor logged. `now` in ms. */
export async function visitorsOf(
  salts: Salts,
  projectId: ProjectId,
  address: string,
  userAgent: string,
  now: number,
): Promise<DayVisitors> {
  const person = `${projectId}\n${address}\n${userAgent}`;
  const [today, yesterday] = [dayOf(now), dayOf(now - DAY_MS)];
  const [salt, oldSalt] = [await salts.of(today), await salts.of(yesterday)];
  return {
    today: { day: today, hash: keyedHash(salt, person) },
    // Asked for only when today's is new: a hash takes 10 us.
    get yesterday() {
      return { day: yesterday, hash: keyedHash(oldSalt, person) };
    },
  };
}

/** UTC, `YYYY-MM-DD`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `salt` in hex. */
export function keyedHash(salt: string, text: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(text).digest('base64url').slice(0, HASH_CHARACTERS);
}
