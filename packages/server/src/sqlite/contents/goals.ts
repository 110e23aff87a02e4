import type { EventId, GoalKey, ProjectId, SessionId } from '../../model/ids.js';
import { type GoalsContents, type VersionContents, type VersionName, versionName } from '../../store/contents.js';
import type { Connection, NamedValues } from '../database/connection.js';
import { GOAL_COLUMNS, type GoalRow, toDefinition } from '../goals/goals.js';
import { projectNo } from '../projects/projects.js';

/** A version as the conversions in this file name it. */
export interface NumberedVersion {
  readonly name: VersionName;
  readonly goalNo: number;
  readonly once: boolean;
}

/** The versions whose conversions are moved. */
export function movedVersions(connection: Connection, project: number): NumberedVersion[] {
  return connection
    .statement<GoalRow, [number]>(
      `SELECT ${GOAL_COLUMNS} FROM goals WHERE project_no = ? AND state IN ('live', 'matching')`,
    )
    .all(project)
    .map(({ goalKey: key, version, goalNo, count }) => ({
      name: versionName({ key: key as GoalKey, version }),
      goalNo,
      once: count === 'once',
    }));
}

/** Of a key that has been removed, the newest version, for the sake of its number. */
export function goalsContents(connection: Connection, projectId: ProjectId): GoalsContents {
  return connection.read(() => {
    const { no, revision } = connection
      .statement<{ no: number; revision: number }, [string]>(
        'SELECT project_no AS no, goals_revision AS revision FROM projects WHERE id = ?',
      )
      .get(projectId)!;
    const rows = connection
      .statement<GoalRow, [number]>(
        `SELECT ${GOAL_COLUMNS} FROM goals g WHERE project_no = ? AND (state IN ('live', 'matching') OR version = (
           SELECT max(version) FROM goals WHERE project_no = g.project_no AND goal_key = g.goal_key
         )) ORDER BY goal_no`,
      )
      .all(no);
    return { revision, versions: rows.map(toVersion) };
  });
}

function toVersion(row: GoalRow): VersionContents {
  const isMatching = row.state === 'matching' && row.resumeSessionId !== '';
  return {
    ...toDefinition(row),
    version: row.version,
    state: row.state === 'live' || row.state === 'matching' ? row.state : 'gone',
    examined: row.eventsExamined,
    total: row.eventsTotal,
    resume: isMatching ? { sessionId: row.resumeSessionId as SessionId, eventId: row.resumeEventId as EventId } : null,
  };
}

/** Versions that are not among these any more are retired; their conversions are cleared away in the background. */
export function putGoals(connection: Connection, projectId: ProjectId, goals: GoalsContents, now: number): void {
  connection.write(() => {
    const project = projectNo(connection, projectId)!;
    const { revision } = connection
      .statement<{ revision: number }>(
        `UPDATE projects SET goals_revision = max(goals_revision, ?) + 1, cleared_revision = max(goals_revision, ?) + 1
         WHERE project_no = ? RETURNING goals_revision AS revision`,
      )
      .get(goals.revision, goals.revision, project)!;
    const names = goals.versions.filter(({ state }) => state !== 'gone').map(versionName);
    connection
      .statement(
        `UPDATE goals SET state = 'retired', live_to = iif(state = 'live', ?, NULL), retired_at = ?,
           resume_session_id = '', resume_event_id = ''
         WHERE project_no = ? AND state IN ('live', 'matching')
           AND goal_key || ' ' || version NOT IN (SELECT value FROM json_each(?))`,
      )
      .run(revision, now, project, JSON.stringify(names));
    for (const version of goals.versions) putVersion(connection, project, version, revision);
  });
}

function putVersion(connection: Connection, project: number, version: VersionContents, revision: number): void {
  const { key, rule, state, resume, ...rest } = version;
  connection
    .statement<unknown, [NamedValues]>(
      `INSERT INTO goals (project_no, goal_key, version, name, type, rule, count, value, currency, state, live_from,
         events_examined, events_total, resume_session_id, resume_event_id)
       VALUES (:project, :key, :version, :name, :type, :rule, :count, :value, :currency, :state, :liveFrom, :examined,
         :total, :resumeSessionId, :resumeEventId)
       ON CONFLICT (project_no, goal_key, version) DO UPDATE SET name = excluded.name, value = excluded.value,
         currency = excluded.currency, state = excluded.state, live_from = excluded.live_from,
         events_examined = excluded.events_examined, events_total = excluded.events_total,
         resume_session_id = excluded.resume_session_id, resume_event_id = excluded.resume_event_id
       WHERE excluded.state != 'cleared'`,
    )
    .run({
      ...rest,
      project,
      key,
      rule: JSON.stringify(rule),
      state: state === 'gone' ? 'cleared' : state,
      liveFrom: state === 'live' ? revision : null,
      resumeSessionId: resume?.sessionId ?? '',
      resumeEventId: resume?.eventId ?? '',
    });
}
