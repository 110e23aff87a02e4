import type { Goal, GoalDefinition } from '../../model/goal.js';
import type { GoalKey, ProjectId } from '../../model/ids.js';
import { create, goLive, remove, replace } from '../../store/goals/changes.js';
import { currentGoal, currentGoals, NO_GOALS, type ProjectGoals, toGoal } from '../../store/goals/versions.js';
import type { Connection } from '../database/connection.js';
import { existingProjectNo, projectNo, storedEvents } from '../projects/projects.js';
import { changeGoals } from './change-goals.js';
import { versionsInUse } from './goal-rows.js';

/** The newest version of each goal, ordered by key. */
export function listGoals(connection: Connection, projectId: ProjectId): Goal[] {
  const versions = versionsInUse(connection, projectNo(connection, projectId) ?? 0);
  return currentGoals({ ...NO_GOALS, versions }).map(toGoal);
}

export function findGoal(connection: Connection, projectId: ProjectId, key: GoalKey): Goal | null {
  return listGoals(connection, projectId).find((goal) => goal.key === key) ?? null;
}

export function createGoal(
  connection: Connection,
  projectId: ProjectId,
  goal: GoalDefinition,
  now: number,
): Goal | 'taken' | 'full' {
  return connection.write(() => {
    const project = existingProjectNo(connection, projectId);
    const total = storedEvents(connection, projectId);
    const answer = changeGoals<'taken' | 'full'>(connection, project, (goals, revision) => {
      const created = create(goals, goal, total, now);
      return typeof created === 'string' ? created : withoutHistory(created, goal.key, revision, now);
    });
    return typeof answer === 'string' ? answer : toGoal(currentGoal(answer, goal.key)!);
  });
}

/** Null when the goal does not exist. */
export function replaceGoal(
  connection: Connection,
  projectId: ProjectId,
  expected: GoalDefinition,
  goal: GoalDefinition,
  now: number,
): Goal | 'changed' | null {
  return connection.write(() => {
    const project = projectNo(connection, projectId);
    if (project === null) return null;
    const total = storedEvents(connection, projectId);
    const answer = changeGoals<'changed' | null>(connection, project, (goals, revision) => {
      const replaced = replace(goals, expected, goal, total, now);
      if (replaced === null || replaced === 'changed') return replaced;
      return withoutHistory(replaced, goal.key, revision, now);
    });
    if (answer === null || answer === 'changed') return answer;
    return toGoal(currentGoal(answer, goal.key)!);
  });
}

/** False when the goal does not exist. */
export function removeGoal(connection: Connection, projectId: ProjectId, key: GoalKey, now: number): boolean {
  return connection.write(() => {
    const project = projectNo(connection, projectId);
    if (project === null) return false;
    const answer = changeGoals<null>(connection, project, (goals, revision) => remove(goals, key, revision, now));
    return answer !== null;
  });
}

/** Makes a new version live at once when the project has no stored events to match. */
function withoutHistory(goals: ProjectGoals, key: GoalKey, revision: number, now: number): ProjectGoals {
  const current = currentGoal(goals, key)!;
  return current.state === 'matching' && current.total === 0 ? goLive(goals, current, revision, now) : goals;
}
