import type { Goal, GoalDefinition, ValueFrom } from '../model/goal.js';
import type { GoalKey, ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import { ownValueOf } from './own-value.js';

/**
 * Replaces a goal by what `change` makes of it; null when there is none. Starts over if the goal was changed in the meantime, so
 * that neither change is lost. Throws what `change` throws.
 */
export async function updateGoal(
  store: Pick<Store, 'goals' | 'sessions'>,
  projectId: ProjectId,
  key: GoalKey,
  change: (current: Goal, ownValue: ValueFrom) => GoalDefinition,
): Promise<Goal | null> {
  const { goals } = store;
  const ownValue = await ownValueOf(store, projectId);
  for (;;) {
    const current = await goals.find(projectId, key);
    if (!current) return null;
    const goal = await goals.replace(projectId, current, change(current, ownValue));
    if (goal !== 'changed') return goal;
  }
}
