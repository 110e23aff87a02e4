import { LRUCache } from 'lru-cache';

/**
 * How long a stored key is trusted, in ms. A process does not learn that another one has erased the session. If such a
 * session continues, its keys are stored again after this time.
 */
const CACHE_TTL_MS = 60_000;

/**
 * Keys of the visitors and clients that this process has stored, so that it does not store them again with every event.
 */
export class StoredKeyCache {
  readonly #keys: LRUCache<string, true>;

  constructor(max: number) {
    this.#keys = new LRUCache({ max, ttl: CACHE_TTL_MS });
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Call this once the keys are stored. */
  add(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.set(key, true);
  }

  /** Call this after an erasure. */
  clear(): void {
    this.#keys.clear();
  }
}
