import { DAY_MS, dayOf } from '../model/visitor.js';
import type { Store } from '../store/store.js';
import type { BackgroundWork } from './background-worker.js';

/** Background work on goals: matching stored history, and deleting replaced conversions. */
export function goalWork({ goals }: Pick<Store, 'goals'>): BackgroundWork {
  // Another process, such as a command, may have left work, or work has become due.
  return { name: 'work on goals', lookEveryMs: 1000, step: () => goals.work() };
}

/** Erases what removed projects had. */
export function projectWork({ projects }: Pick<Store, 'projects'>): BackgroundWork {
  return { name: 'erasing removed projects', lookEveryMs: 1000, step: () => projects.work() };
}

/** A salt and its visitors are needed on their day and the next, and are deleted when that one ends. */
export function visitorWork({ visitors }: Pick<Store, 'visitors'>, now: () => number): BackgroundWork {
  return {
    name: 'forgetting visitors',
    lookEveryMs: 60_000,
    step: () => visitors.forget(dayOf(now() - DAY_MS)),
  };
}

/** Changes of conversions are kept for those who were away for a while. */
export function feedWork({ feed }: Pick<Store, 'feed'>): BackgroundWork {
  return { name: 'forgetting old changes of conversions', lookEveryMs: 60_000, step: () => feed.forget() };
}
