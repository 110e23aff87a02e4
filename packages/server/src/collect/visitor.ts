import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ProjectId } from '../ids.js';
import type { VisitorStore } from '../store/store.js';

/**
 * An anonymous person within a day: a hash keyed with the day's salt, from which nobody can get back to an address once
 * the salt is dropped.
 */
export interface Visitor {
  /** UTC, `YYYY-MM-DD`: which day's salt the hash was made with. */
  readonly day: string;
  readonly hash: string;
}

const DAY_MS = 86_400_000;
/** 128 bits: two visitors of a day share a hash once in a hundred billion years. */
const HASH_CHARACTERS = 22;

/** Makes visitors of addresses and user agents, which are neither kept nor logged. */
export class Visitors {
  readonly #store: VisitorStore;
  readonly #salts = new LRUCache<string, string>({ max: 3 });

  constructor(store: VisitorStore) {
    this.#store = store;
  }

  /** As today's salt makes them, and as yesterday's did: a session may have begun before midnight. `now` in ms. */
  async of(
    projectId: ProjectId,
    address: string,
    userAgent: string,
    now: number,
  ): Promise<{ today: Visitor; yesterday: Visitor }> {
    const person = `${projectId}\n${address}\n${userAgent}`;
    const [today, yesterday] = [dayOf(now), dayOf(now - DAY_MS)];
    return {
      today: { day: today, hash: hash(await this.#salt(today), person) },
      yesterday: { day: yesterday, hash: hash(await this.#salt(yesterday), person) },
    };
  }

  async #salt(day: string): Promise<string> {
    const known = this.#salts.get(day);
    if (known !== undefined) return known;
    const salt = await this.#store.salt(day);
    this.#salts.set(day, salt);
    return salt;
  }
}

/** UTC, `YYYY-MM-DD`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function hash(salt: string, person: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(person).digest('base64url').slice(0, HASH_CHARACTERS);
}
