import type { Store } from '../../store/store.js';
import type { Live } from '../live.js';
import { rememberedSalts } from '../salts.js';
import { ProcessSessions } from './process-sessions.js';

/** Windows kept at the same time; the least recently used is forgotten beyond that. */
export const WINDOWS_MAX = 50_000;

/** For a process that works alone: what its store keeps, and its own memory. */
export function processLive({ visitors }: Pick<Store, 'visitors'>): Live {
  return {
    sessions: new ProcessSessions(visitors),
    salts: rememberedSalts((day) => visitors.salt(day)),
    windows: { cache: WINDOWS_MAX },
    redis: null,
    close: async () => {},
  };
}
