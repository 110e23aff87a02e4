import type { Catalogue } from '../projects/catalogue.js';
import { NO_GOALS, nextDue, type ProjectGoals } from './project-goals.js';

/**
 * Changes the goals of a project. A refusal, a text or null in the place of goals, leaves them as they are and is
 * passed on.
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
    { ...options, dueAt: (goals) => nextDue(goals)?.at ?? null },
  );
}
