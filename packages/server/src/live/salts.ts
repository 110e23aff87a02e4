import { LRUCache } from 'lru-cache';
import type { Salts } from './live.js';

/** Today's and yesterday's are asked for all day long; while one ends and the next begins there are three. */
const DAYS_MAX = 3;

/** Salts that `find` finds, each asked for once; one that could not be found is asked for again. */
export function rememberedSalts(find: (day: string) => Promise<string>): Salts {
  const known = new LRUCache<string, Promise<string>>({ max: DAYS_MAX });
  return {
    of(day) {
      const asked = known.get(day);
      if (asked) return asked;
      const salt = find(day);
      known.set(day, salt);
      salt.catch(() => known.delete(day));
      return salt;
    },
  };
}
