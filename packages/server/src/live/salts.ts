import { LRUCache } from 'lru-cache';
import type { Salts } from './live.js';

/** Today's and yesterday's salts are in use all day; around midnight there are three. */
const DAYS_MAX = 3;

/** Caches the salts that `find` returns. Failures are not cached. */
export function cachedSalts(find: (day: string) => Promise<string>): Salts {
  const cache = new LRUCache<string, Promise<string>>({ max: DAYS_MAX });
  return {
    of(day) {
      const cached = cache.get(day);
      if (cached) return cached;
      const salt = find(day);
      cache.set(day, salt);
      salt.catch(() => cache.delete(day));
      return salt;
    },
  };
}
