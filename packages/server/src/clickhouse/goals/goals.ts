import { makesNewVersion } from '../../matching/sameness.js';
import type { Goal, GoalDefinition } from '../../model/goal.js';
import type { GoalKey, ProjectId } from '../../model/ids.js';
import type { GoalStore } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { countEvents } from '../projects/count-events.js';
import { isProject } from '../projects/projects.js';
import { changeGoals } from './change-goals.js';
import { workOnGoals } from './goal-work.js';
import {
  create,
  currentGoals,
  type GoalVersion,
  goLive,
  NO_GOALS,
  type ProjectGoals,
  remove,
  replace,
  setTotal,
  toGoal,
} from './project-goals.js';
import { previewRule } from './rule-preview.js';

export function goalStore(cluster: Cluster, catalogue: Catalogue, now: () => number): GoalStore {
  const list = async (projectId: ProjectId) =>
    currentGoals((await catalogue.find<ProjectGoals>('goals', projectId))?.body ?? NO_GOALS).map(toGoal);
  const find = async (projectId: ProjectId, key: GoalKey) =>
    (await list(projectId)).find((goal) => goal.key === key) ?? null;
  return {
    list,
    find,
    create: async (projectId, goal) => {
      if (!(await isProject(catalogue, projectId))) throw new Error(`no project ${projectId}`);
      const total = await countEvents(cluster, projectId);
      const answer = await changeGoals(catalogue, projectId, (goals) => create(goals, goal, total, now()));
      if (typeof answer === 'string') return answer;
      return afterNewVersion(cluster, catalogue, projectId, goal, answer!, now);
    },
    replace: async (projectId, expected, goal) => {
      const total = makesNewVersion(expected, goal) ? await countEvents(cluster, projectId) : 0;
      const answer = await changeGoals(catalogue, projectId, (goals) => replace(goals, expected, goal, total, now()));
      if (answer === null || typeof answer === 'string') return answer;
      return afterNewVersion(cluster, catalogue, projectId, goal, answer, now);
    },
    remove: async (projectId, key) =>
      (await changeGoals(catalogue, projectId, (goals, revision) => remove(goals, key, revision, now()))) !== null,
    work: () => workOnGoals(cluster, catalogue, now()),
    preview: (asked, after) => previewRule(cluster, asked, after),
  };
}

/**
 * With no stored events there is no history to wait for. Events that were stored before the version could be seen are
 * looked for once more; whoever stores one after that sees the version and matches it.
 */
async function afterNewVersion(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  { key }: GoalDefinition,
  goals: ProjectGoals,
  now: () => number,
): Promise<Goal> {
  const made = currentOf(goals, key);
  if (made.state !== 'matching' || made.total > 0) return toGoal(made);
  const total = await countEvents(cluster, projectId);
  const changed = await changeGoals<never>(catalogue, projectId, (before, revision) =>
    total > 0 ? setTotal(before, made, total) : goLive(before, made, revision, now()),
  );
  return toGoal(currentOf(changed, key));
}

function currentOf(goals: ProjectGoals, key: GoalKey): GoalVersion {
  return currentGoals(goals).find((goal) => goal.key === key)!;
}
