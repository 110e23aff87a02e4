import type { ProjectId } from '../../model/ids.js';
import type { GoalsContents } from '../../store/contents.js';
import { goalsContents as contentsOf, withContents } from '../../store/goals/contents.js';
import { type GoalVersion, isInUse, NO_GOALS, type ProjectGoals } from '../../store/goals/versions.js';
import { changeGoals } from '../goals/change-goals.js';
import type { Catalogue } from '../projects/catalogue.js';

/** The versions whose conversions are moved. */
export async function movedVersions(catalogue: Catalogue, projectId: ProjectId): Promise<GoalVersion[]> {
  const goals = await catalogue.findCached<ProjectGoals>('goals', projectId);
  return (goals?.body.versions ?? []).filter(isInUse);
}

export async function goalsContents(catalogue: Catalogue, projectId: ProjectId): Promise<GoalsContents> {
  const goals = await catalogue.find<ProjectGoals>('goals', projectId);
  return contentsOf(goals?.body ?? NO_GOALS, goals?.revision ?? 0);
}

/** Conversions of versions that are no longer among these are deleted in the background. */
export async function putGoals(
  catalogue: Catalogue,
  projectId: ProjectId,
  moved: GoalsContents,
  now: number,
): Promise<void> {
  const change = (goals: ProjectGoals, revision: number) => withContents(goals, moved.versions, revision, now);
  await changeGoals<never>(catalogue, projectId, change, { revisionMin: moved.revision + 1 });
}
