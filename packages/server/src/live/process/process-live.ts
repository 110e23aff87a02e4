import type { Store } from '../../store/store.js';
import type { Live } from '../live.js';
import { cachedSalts } from '../salts.js';
import { ProcessSessions } from './process-sessions.js';
import { ProcessWindows } from './process-windows.js';

/** Live state for a process that works alone, kept in its store and its memory. */
export function processLive({ visitors }: Pick<Store, 'visitors'>): Live {
  return {
    sessions: new ProcessSessions(visitors),
    salts: cachedSalts((day) => visitors.salt(day)),
    now: Date.now,
    windows: { store: ProcessWindows },
    redis: null,
    close: async () => {},
  };
}
