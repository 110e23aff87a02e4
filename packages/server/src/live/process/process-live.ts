import type { Store } from '../../store/store.js';
import type { Live } from '../live.js';
import { cachedSalts } from '../salts.js';
import { ProcessSessions } from './process-sessions.js';

/** Rate-limit windows kept at the same time; beyond that the least recently used is dropped. */
export const WINDOWS_MAX = 50_000;

/** Live state for a process that works alone, kept in its store and its memory. */
export function processLive({ visitors }: Pick<Store, 'visitors'>): Live {
  return {
    sessions: new ProcessSessions(visitors),
    salts: cachedSalts((day) => visitors.salt(day)),
    now: Date.now,
    windows: { cache: WINDOWS_MAX },
    redis: null,
    close: async () => {},
  };
}
