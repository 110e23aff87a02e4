import { LRUCache } from 'lru-cache';

/**
 * So long something that was stored is taken to be there still, in ms. It goes when its session is erased, of which a
 * process that did not do that does not hear; should the session go on, it is stored again after this time.
 */
const CACHE_TTL_MS = 60_000;

/** What this process has stored of sessions beside their events, so that it need not do so at each event. */
export class StoredKeyCache {
  readonly #keys: LRUCache<string, true>;

  constructor(max: number) {
    this.#keys = new LRUCache({ max, ttl: CACHE_TTL_MS });
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Once it is stored. */
  add(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.set(key, true);
  }

  /** When something has been erased. */
  clear(): void {
    this.#keys.clear();
  }
}
