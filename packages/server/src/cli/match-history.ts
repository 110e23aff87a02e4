import type { Goal } from '../model/goal.js';
import type { ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';

/** Matches a new or changed goal. A server on the same data does this in the background too; both may do it at the same time. */
export async function matchHistory(store: Store, project: ProjectId, saved: Goal): Promise<Goal> {
  for (let goal: Goal | null = saved; ; goal = await store.goals.find(project, saved.key)) {
    if (!goal || goal.matching.state === 'done') return goal ?? saved;
    await store.goals.work();
  }
}

export function matchedOf({ matching }: Goal): string {
  return matching.matched === null ? 'not counted' : String(matching.matched);
}
