import type { ProjectGoals } from '../../store/goals/versions.js';
import type { Connection } from '../database/connection.js';
import { readGoals, saveVersion } from './goal-rows.js';

/**
 * Changes the goals of a project. Call it inside a transaction. If `change` returns a refusal (a string or null)
 * instead of goals, nothing changes and the refusal is returned. `revisionMin`: the change makes this revision or a
 * later one.
 */
export function changeGoals<Refusal extends string | null>(
  connection: Connection,
  project: number,
  change: (goals: ProjectGoals, revision: number) => ProjectGoals | Refusal,
  { revisionMin = 1 }: { readonly revisionMin?: number } = {},
): ProjectGoals | Refusal {
  const before = readGoals(connection, project);
  const revision = Math.max(before.revision + 1, revisionMin);
  const changed = change(before.goals, revision);
  if (changed === null || typeof changed === 'string') return changed;
  const after = changed as ProjectGoals;
  const known = new Map(before.goals.versions.map((version) => [version.no, version]));
  for (const version of after.versions) {
    if (known.get(version.no) !== version) saveVersion(connection, project, version);
  }
  const kept = new Set(after.versions.map(({ no }) => no));
  for (const no of known.keys()) {
    if (!kept.has(no)) connection.statement<unknown, [number]>('DELETE FROM goals WHERE goal_no = ?').run(no);
  }
  if (isNoticed(before.goals, after)) {
    connection
      .statement<unknown, [number, number, number]>(
        'UPDATE projects SET goals_revision = ?, cleared_revision = ? WHERE project_no = ?',
      )
      .run(revision, after.clearedRevision, project);
  }
  return after;
}

/**
 * Whether the change matters to readers or matchers. Names are read with each conversion, and progress is irrelevant to
 * both.
 */
function isNoticed(before: ProjectGoals, after: ProjectGoals): boolean {
  const states = new Map(before.versions.map(({ no, state }) => [no, state]));
  return (
    after.clearedRevision !== before.clearedRevision || after.versions.some(({ no, state }) => states.get(no) !== state)
  );
}
