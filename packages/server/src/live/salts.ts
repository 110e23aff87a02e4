import { LRUCache } from 'lru-cache';
import type { Salts } from './live.js';

/** Today's and yesterday's are asked for all day long; while one ends and the next begins there are three. */
const DAYS_MAX = 3;

/** Salts that `find` finds, each asked for once. */
export function rememberedSalts(find: (day: string) => Promise<string>): Salts {
  const known = new LRUCache<string, string>({ max: DAYS_MAX });
  return {
    async of(day) {
      const salt = known.get(day) ?? (await find(day));
      known.set(day, salt);
      return salt;
    },
  };
}
