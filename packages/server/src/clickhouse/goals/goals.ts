import { makesNewVersion } from '../../matching/goal-changes.js';
import type { Goal, GoalDefinition } from '../../model/goal.js';
import type { GoalKey, ProjectId } from '../../model/ids.js';
import type { GoalStore } from '../../store/contract/goals.js';
import { create, goLive, remove, replace } from '../../store/goals/changes.js';
import { currentGoal, currentGoals, NO_GOALS, type ProjectGoals, toGoal } from '../../store/goals/versions.js';
import { setTotal } from '../../store/goals/work.js';
import { NoProject } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { countEvents } from '../projects/count-events.js';
import { isProject } from '../projects/projects.js';
import { storeTime } from '../rows/store-time.js';
import { changeGoals } from './change-goals.js';
import { workOnGoals } from './goal-work.js';
import { expectLateEvents, limitLateEvents } from './late-events.js';
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
      if (!(await isProject(catalogue, projectId))) throw new NoProject(`there is no project ${projectId}`);
      const [total, time] = await Promise.all([countEvents(cluster, projectId), storeTime(cluster)]);
      const answer = await changeGoals(catalogue, projectId, (goals) => {
        const created = create(goals, goal, total, now());
        return typeof created === 'string' ? created : expectLateEvents(goals, created, time);
      });
      if (typeof answer === 'string') return answer;
      return afterNewVersion(cluster, catalogue, projectId, goal, answer!, now);
    },
    replace: async (projectId, expected, goal) => {
      const total = makesNewVersion(expected, goal) ? await countEvents(cluster, projectId) : 0;
      const time = await storeTime(cluster);
      const answer = await changeGoals(catalogue, projectId, (goals) => {
        const replaced = replace(goals, expected, goal, total, now());
        if (replaced === null || typeof replaced === 'string') return replaced;
        return expectLateEvents(goals, replaced, time);
      });
      if (answer === null || typeof answer === 'string') return answer;
      return afterNewVersion(cluster, catalogue, projectId, goal, answer, now);
    },
    remove: async (projectId, key) =>
      (await changeGoals(catalogue, projectId, (goals, revision) => remove(goals, key, revision, now()))) !== null,
    work: () => workOnGoals(cluster, catalogue, now()),
    preview: (query, after) => previewRule(cluster, query, after),
  };
}

/**
 * Makes a new version live at once when the project has no stored events. Events may have been stored before the
 * version was visible, so they are counted once more; any event stored later is matched against the version.
 */
async function afterNewVersion(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  { key }: GoalDefinition,
  goals: ProjectGoals,
  now: () => number,
): Promise<Goal> {
  const made = currentGoal(goals, key)!;
  if (made.state !== 'matching' || made.total > 0) return toGoal(made);
  const [total, time] = await Promise.all([countEvents(cluster, projectId), storeTime(cluster)]);
  const changed = await changeGoals<never>(catalogue, projectId, (before, revision) =>
    total > 0 ? setTotal(before, made, total) : limitLateEvents(goLive(before, made, revision, now()), made, time),
  );
  return toGoal(currentGoal(changed, key)!);
}
