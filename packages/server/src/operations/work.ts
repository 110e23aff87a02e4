import { DAY_MS, dayOf } from '../model/visitor.js';
import type { Store } from '../store/store.js';
import type { BackgroundWork } from './background-worker.js';

/** What goals leave to be done: matching stored history, clearing away what was replaced. */
export function goalWork({ goals }: Pick<Store, 'goals'>): BackgroundWork {
  // Somebody else, such as the command line, may have left some, or it has come due.
  return { name: 'work on goals', lookEveryMs: 1000, step: () => goals.work() };
}

/** A salt, and what is kept of visitors by it, is needed on its day and the next: it is dropped when that one ends. */
export function visitorWork({ visitors }: Pick<Store, 'visitors'>, now: () => number): BackgroundWork {
  return {
    name: 'forgetting visitors',
    lookEveryMs: 60_000,
    step: () => visitors.forget(dayOf(now() - DAY_MS)),
  };
}

/** Sessions whose last event is older than so many days are erased. */
export function retentionWork({ sessions }: Pick<Store, 'sessions'>, days: number, now: () => number): BackgroundWork {
  return {
    name: 'erasing old sessions',
    lookEveryMs: 60_000,
    step: () => sessions.eraseOlderThan(now() - days * DAY_MS),
  };
}
