import { NO_GOALS, type ProjectGoals } from '../../store/goals/versions.js';
import { nextDueAt } from '../../store/goals/work.js';
import type { Catalogue } from '../projects/catalogue.js';
import { nextLate } from './late-events.js';

/**
 * Changes the goals of a project. If `change` returns a refusal (a string or null) instead of goals, nothing changes
 * and the refusal is returned.
 */
export function changeGoals<Refusal extends string | null>(
  catalogue: Catalogue,
  projectId: string,
  change: (goals: ProjectGoals, revision: number) => ProjectGoals | Refusal,
  options: { readonly revisionMin?: number } = {},
): Promise<ProjectGoals | Refusal> {
  return catalogue.change<ProjectGoals, ProjectGoals | Refusal>(
    'goals',
    projectId,
    (body, revision) => {
      const answer = change(body ?? NO_GOALS, revision);
      const isRefusal = answer === null || typeof answer === 'string';
      return { body: isRefusal ? null : (answer as ProjectGoals), answer };
    },
    { ...options, dueAt },
  );
}

function dueAt(goals: ProjectGoals): number | null {
  const due = [nextDueAt(goals), nextLate(goals)?.late.dueAt ?? null].filter((at) => at !== null);
  return due.length > 0 ? Math.min(...due) : null;
}
