import { type GoalDefinition, type ValueFrom, valueFromOf } from '../../model/goal.js';
import type { EventId, GoalKey, SessionId } from '../../model/ids.js';
import type { GoalVersion, ProjectGoals } from '../../store/goals/versions.js';
import { storedRule } from '../../store/stored-json.js';
import type { Connection } from '../database/connection.js';

/** A version of a goal as stored. */
type GoalRow = {
  readonly goalNo: number;
  readonly goalKey: GoalKey;
  readonly version: number;
  readonly name: string;
  readonly type: GoalDefinition['type'];
  readonly rule: string;
  readonly count: GoalDefinition['count'];
  readonly value: string | null;
  readonly currency: string | null;
  readonly valueFrom: ValueFrom;
  /** A version whose conversions are being deleted is `retired`, with the session to continue from. */
  readonly state: Exclude<GoalVersion['state'], 'clearing'>;
  readonly liveFrom: number | null;
  readonly liveTo: number | null;
  readonly retiredAt: number | null;
  readonly examined: number;
  readonly matched: number | null;
  readonly total: number;
  readonly resumeSessionId: SessionId | '';
  readonly resumeEventId: EventId | '';
};

const SELECT = `SELECT goal_no AS goalNo, goal_key AS goalKey, version, name, type, rule, count, value, currency, value_from AS valueFrom, state,
  live_from AS liveFrom, live_to AS liveTo, retired_at AS retiredAt, events_examined AS examined,
  events_matched AS matched, events_total AS total, resume_session_id AS resumeSessionId,
  resume_event_id AS resumeEventId FROM goals`;

/** Ordered by number. */
export function versionsInUse(connection: Connection, project: number): GoalVersion[] {
  return connection
    .statement<GoalRow, [number]>(`${SELECT} WHERE project_no = ? AND state IN ('matching', 'live') ORDER BY goal_no`)
    .all(project)
    .map(toVersion);
}

/** All goals of a project, and their current revision. */
export function readGoals(connection: Connection, project: number): { goals: ProjectGoals; revision: number } {
  const versions = connection
    .statement<GoalRow, [number]>(`${SELECT} WHERE project_no = ? ORDER BY goal_no`)
    .all(project)
    .map(toVersion);
  const { revision, clearedRevision, nextNo } = connection
    .statement<{ revision: number; clearedRevision: number; nextNo: number }, [number]>(
      `SELECT goals_revision AS revision, cleared_revision AS clearedRevision,
         (SELECT 1 + max(goal_no, (SELECT coalesce(max(goal_no), 0) FROM goals)) FROM erased_numbers) AS nextNo
       FROM projects WHERE project_no = ?`,
    )
    .get(project)!;
  return { goals: { nextNo, clearedRevision, versions }, revision };
}

/** Inserts or updates a version. Its key, type, rule and counting mode never change. */
export function saveVersion(connection: Connection, projectNo: number, version: GoalVersion): void {
  connection
    .statement<unknown, [GoalRow & { readonly projectNo: number }]>(
      `INSERT INTO goals (goal_no, project_no, goal_key, version, name, type, rule, count, value, currency, value_from, state,
         live_from, live_to, retired_at, events_examined, events_matched, events_total, resume_session_id,
         resume_event_id)
       VALUES (:goalNo, :projectNo, :goalKey, :version, :name, :type, :rule, :count, :value, :currency, :valueFrom, :state,
         :liveFrom, :liveTo, :retiredAt, :examined, :matched, :total, :resumeSessionId, :resumeEventId)
       ON CONFLICT (goal_no) DO UPDATE SET name = excluded.name, value = excluded.value, currency = excluded.currency,
         value_from = excluded.value_from, state = excluded.state, live_from = excluded.live_from, live_to = excluded.live_to,
         retired_at = excluded.retired_at, events_examined = excluded.events_examined,
         events_matched = excluded.events_matched, events_total = excluded.events_total,
         resume_session_id = excluded.resume_session_id, resume_event_id = excluded.resume_event_id`,
    )
    .run({ projectNo, ...toRow(version) });
}

function toVersion({ goalNo, goalKey, type, rule, resumeSessionId, resumeEventId, ...row }: GoalRow): GoalVersion {
  const isBegun = resumeSessionId !== '';
  return {
    ...row,
    ...storedRule(type, rule),
    no: goalNo,
    key: goalKey,
    state: row.state === 'retired' && isBegun ? 'clearing' : row.state,
    resume: isBegun ? { sessionId: resumeSessionId, eventId: resumeEventId as EventId } : null,
  };
}

function toRow({ no, key, rule, state, matched, resume, ...version }: GoalVersion): GoalRow {
  return {
    ...version,
    valueFrom: valueFromOf(version),
    goalNo: no,
    goalKey: key,
    rule: JSON.stringify(rule),
    state: state === 'clearing' ? 'retired' : state,
    matched: matched ?? null,
    resumeSessionId: resume?.sessionId ?? '',
    resumeEventId: resume?.eventId ?? '',
  };
}
