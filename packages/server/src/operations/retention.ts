import type { FastifyBaseLogger } from 'fastify';
import { DAY_MS } from '../model/visitor.js';
import type { DueSessions } from '../store/contract/sessions.js';
import type { Store } from '../store/store.js';
import type { BackgroundWork } from './background-worker.js';

/** How long the first pass waits when it would erase much, in ms: time to stop a server that was given wrong days. */
export const MUCH_WAITS_MS = 10 * 60_000;
const MUCH = 0.1;

/** Whether more than a tenth of the sessions of any project would go. */
export function isMuch(projects: readonly DueSessions[]): boolean {
  return projects.some(({ due, all }) => due > all * MUCH);
}

/**
 * Erases sessions whose last event is older than `days` days. Says at the start how many are due, and after each pass how many it
 * has erased.
 */
export function retentionWork(
  { sessions }: Pick<Store, 'sessions'>,
  days: number,
  now: () => number,
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
): BackgroundWork {
  let beginsAt: number | null = null;
  let erased = 0;
  const begin = async () => {
    const projects = await sessions.countOlderThan(now() - days * DAY_MS);
    const due = projects.filter((one) => one.due > 0);
    const waitMs = isMuch(due) ? MUCH_WAITS_MS : 0;
    beginsAt = now() + waitMs;
    for (const { projectId, due: sessionsDue, all } of due) {
      const what = { project: projectId, sessions: sessionsDue, of: all, days };
      if (waitMs > 0) log.warn(what, `sessions are older than ${days} days; erasing them begins in 10 minutes`);
      else log.info(what, `sessions are older than ${days} days, and are erased now`);
    }
  };
  return {
    name: 'erasing old sessions',
    lookEveryMs: 60_000,
    step: async () => {
      if (beginsAt === null) await begin();
      if (now() < beginsAt!) return false;
      const count = await sessions.eraseOlderThan(now() - days * DAY_MS);
      erased += count;
      if (count > 0) return true;
      if (erased > 0) log.info({ sessions: erased, days }, `erased sessions older than ${days} days`);
      erased = 0;
      return false;
    },
  };
}
