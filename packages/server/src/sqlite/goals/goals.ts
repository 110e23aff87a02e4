import { isSameDefinition, makesNewVersion } from '../../matching/sameness.js';
import type { Goal, GoalDefinition, TypedRule } from '../../model/goal.js';
import { GOALS_MAX } from '../../model/goal.js';
import type { GoalKey, ProjectId } from '../../model/ids.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';

/** A version of a goal as stored. */
export interface GoalRow {
  readonly goalNo: number;
  readonly projectNo: number;
  readonly goalKey: string;
  readonly version: number;
  readonly name: string;
  readonly type: TypedRule['type'];
  readonly rule: string;
  readonly count: Goal['count'];
  readonly value: string | null;
  readonly currency: string | null;
  readonly state: 'matching' | 'live' | 'retired' | 'cleared';
  readonly liveTo: number | null;
  readonly eventsExamined: number;
  readonly eventsTotal: number;
  readonly resumeSessionId: string;
  readonly resumeEventId: string;
}

export const GOAL_COLUMNS = `goal_no AS goalNo, project_no AS projectNo, goal_key AS goalKey, version, name, type, rule,
  count, value, currency, state, live_to AS liveTo, events_examined AS eventsExamined, events_total AS eventsTotal,
  resume_session_id AS resumeSessionId, resume_event_id AS resumeEventId`;

/** By key; of each goal its newest version. */
export function listGoals(connection: Connection, projectId: ProjectId): Goal[] {
  return connection
    .statement<GoalRow, [string]>(
      `SELECT ${GOAL_COLUMNS}, max(version) FROM goals
       WHERE project_no = (SELECT project_no FROM projects WHERE id = ?) AND state IN ('matching', 'live')
       GROUP BY goal_key ORDER BY goal_key`,
    )
    .all(projectId)
    .map(toGoal);
}

export function findGoal(connection: Connection, projectId: ProjectId, key: GoalKey): Goal | null {
  const row = newestRow(connection, projectNo(connection, projectId) ?? 0, key);
  return row ? toGoal(row) : null;
}

export function createGoal(
  connection: Connection,
  projectId: ProjectId,
  goal: GoalDefinition,
  now: number,
): Goal | 'taken' | 'full' {
  return connection.write(() => {
    const project = projectNo(connection, projectId);
    if (project === null) throw new Error(`no project ${projectId}`);
    if (newestRow(connection, project, goal.key)) return 'taken';
    if (listGoals(connection, projectId).length >= GOALS_MAX) return 'full';
    addVersion(connection, project, goal, now);
    return toGoal(newestRow(connection, project, goal.key)!);
  });
}

/** Null when there is no such goal. */
export function replaceGoal(
  connection: Connection,
  projectId: ProjectId,
  expected: GoalDefinition,
  goal: GoalDefinition,
  now: number,
): Goal | 'changed' | null {
  return connection.write(() => {
    const project = projectNo(connection, projectId) ?? 0;
    const row = newestRow(connection, project, goal.key);
    if (!row) return null;
    if (!isSameDefinition(toGoal(row), expected)) return 'changed';
    if (makesNewVersion(toGoal(row), goal)) addVersion(connection, project, goal, now);
    connection
      .statement(
        `UPDATE goals SET name = ?, value = ?, currency = ?
         WHERE project_no = ? AND goal_key = ? AND state IN ('matching', 'live')`,
      )
      .run(goal.name, goal.value, goal.currency, project, goal.key);
    return findGoal(connection, projectId, goal.key);
  });
}

/** False when there is no such goal. */
export function removeGoal(connection: Connection, projectId: ProjectId, key: GoalKey, now: number): boolean {
  return connection.write(() => {
    const project = projectNo(connection, projectId) ?? 0;
    if (!newestRow(connection, project, key)) return false;
    const revision = nextRevision(connection, project);
    retire(connection, project, key, 'matching', null, now);
    retire(connection, project, key, 'live', revision, now);
    return true;
  });
}

/** Makes a version that has seen all of history the one that readers see; the previous one goes in the same step. */
export function goLive(
  connection: Connection,
  row: Pick<GoalRow, 'goalNo' | 'projectNo' | 'goalKey'>,
  now: number,
): void {
  const revision = nextRevision(connection, row.projectNo);
  retire(connection, row.projectNo, row.goalKey, 'live', revision, now);
  connection
    .statement(`UPDATE goals SET state = 'live', live_from = ?, events_total = events_examined WHERE goal_no = ?`)
    .run(revision, row.goalNo);
}

/** A version still matching is overtaken by the new one. With no stored events there is no history to wait for. */
function addVersion(connection: Connection, project: number, goal: GoalDefinition, now: number): void {
  retire(connection, project, goal.key, 'matching', null, now);
  const { goalNo, eventsTotal } = connection
    .statement<{ goalNo: number; eventsTotal: number }>(
      `INSERT INTO goals (project_no, goal_key, version, name, type, rule, count, value, currency, state, events_total)
       SELECT ?1, ?2, 1 + (SELECT coalesce(max(version), 0) FROM goals WHERE project_no = ?1 AND goal_key = ?2),
         ?3, ?4, ?5, ?6, ?7, ?8, 'matching', events_stored FROM projects WHERE project_no = ?1
       RETURNING goal_no AS goalNo, events_total AS eventsTotal`,
    )
    .get(project, goal.key, goal.name, goal.type, JSON.stringify(goal.rule), goal.count, goal.value, goal.currency)!;
  if (eventsTotal === 0) goLive(connection, { goalNo, projectNo: project, goalKey: goal.key }, now);
  else nextRevision(connection, project);
}

function retire(
  connection: Connection,
  project: number,
  key: string,
  state: 'matching' | 'live',
  liveTo: number | null,
  now: number,
): void {
  connection
    .statement(
      `UPDATE goals SET state = 'retired', live_to = ?, retired_at = ?, resume_session_id = '', resume_event_id = ''
       WHERE project_no = ? AND goal_key = ? AND state = ?`,
    )
    .run(liveTo, now, project, key, state);
}

function nextRevision(connection: Connection, project: number): number {
  return connection
    .statement<{ revision: number }, [number]>(
      `UPDATE projects SET goals_revision = goals_revision + 1 WHERE project_no = ?
       RETURNING goals_revision AS revision`,
    )
    .get(project)!.revision;
}

function newestRow(connection: Connection, project: number, key: string): GoalRow | undefined {
  return connection
    .statement<GoalRow, [number, string]>(
      `SELECT ${GOAL_COLUMNS} FROM goals WHERE project_no = ? AND goal_key = ? AND state IN ('matching', 'live')
       ORDER BY version DESC LIMIT 1`,
    )
    .get(project, key);
}

function toGoal(row: GoalRow): Goal {
  return {
    ...toDefinition(row),
    version: row.version,
    matching: {
      state: row.state === 'matching' ? 'running' : 'done',
      // Events that arrive meanwhile may be examined too.
      matched: Math.min(row.eventsExamined, row.eventsTotal),
      total: row.eventsTotal,
    },
  };
}

/** The definition of a version. */
export function toDefinition(row: GoalRow): GoalDefinition {
  return {
    ...toTypedRule(row),
    key: row.goalKey as GoalKey,
    name: row.name,
    count: row.count,
    value: row.value,
    currency: row.currency,
  };
}

export function toTypedRule(row: Pick<GoalRow, 'type' | 'rule'>): TypedRule {
  return { type: row.type, rule: JSON.parse(row.rule) } as TypedRule;
}
