import { type EventRow, toEvent } from '../../store/event-row.js';
import { SNAPSHOT_KEPT_MS } from '../../store/store.js';
import type { Connection } from '../database/connection.js';
import { eventColumns } from '../rows/event-rows.js';
import { GOAL_COLUMNS, type GoalRow, goLive } from './goals.js';
import { keepConversion } from './keep-conversion.js';
import { matchersOf } from './matchers.js';

/** Stored events examined in one commit, and how long it may take over them, so that nobody waits long behind it. */
const EVENTS_PER_STEP = 1000;
const STEP_MS_MAX = 50;
/** Conversions looked at in one commit while a version's are cleared away. */
const CONVERSIONS_PER_STEP = 5000;

/**
 * One step of background work, in one commit with the place where the next step goes on; so it can be broken off
 * anywhere, and several processes may take turns. False when nothing is left to do.
 */
export function workOnGoals(connection: Connection, now: number): boolean {
  return connection.write(() => {
    const due = nextDue(connection, now);
    if (due?.state === 'matching') matchStep(connection, due, now);
    else if (due) clearStep(connection, due, now);
    return due !== undefined;
  });
}

/** Asked every second, and mostly answered with no; it takes no lock. */
export function isGoalWorkDue(connection: Connection, now: number): boolean {
  return nextDue(connection, now) !== undefined;
}

/** Matching comes before clearing away: somebody waits for it. What has begun is finished before the next. */
function nextDue(connection: Connection, now: number): GoalRow | undefined {
  return connection
    .statement<GoalRow, [number]>(
      `SELECT ${GOAL_COLUMNS} FROM goals
       WHERE state = 'matching' OR (state = 'retired' AND retired_at <= ?)
       ORDER BY state, iif(state = 'retired', resume_session_id, '') DESC, goal_no LIMIT 1`,
    )
    .get(now - SNAPSHOT_KEPT_MS);
}

/** Events that arrive meanwhile are matched as they come, so whether a step sees them too does not matter. */
function matchStep(connection: Connection, goal: GoalRow, now: number): void {
  const matcher = matchersOf(connection, goal.projectNo).find(({ goalNo }) => goalNo === goal.goalNo)!;
  const rows = nextEvents(connection, goal);
  const stopAt = performance.now() + STEP_MS_MAX;
  let examined = 0;
  for (const row of rows) {
    const event = toEvent(row);
    if (matcher.matches(event)) keepConversion(connection, goal.projectNo, event, matcher);
    examined++;
    if (performance.now() > stopAt) break;
  }
  const last = rows[examined - 1];
  connection
    .statement(
      `UPDATE goals SET events_examined = events_examined + ?, resume_session_id = ?, resume_event_id = ?
       WHERE goal_no = ?`,
    )
    .run(examined, last?.sessionId ?? goal.resumeSessionId, last?.eventId ?? goal.resumeEventId, goal.goalNo);
  if (examined === rows.length && rows.length < EVENTS_PER_STEP) goLive(connection, goal, now);
}

/** The rest of the session the last step stopped in, then the sessions after it: each found by its key. */
function nextEvents(connection: Connection, { projectNo, resumeSessionId, resumeEventId }: GoalRow): EventRow[] {
  const rest = connection
    .statement<EventRow>(selectEvents('s.session_id = ? AND e.event_id > ?'))
    .all(projectNo, resumeSessionId, resumeEventId);
  if (rest.length === EVENTS_PER_STEP) return rest;
  const later = connection.statement<EventRow>(selectEvents('s.session_id > ?')).all(projectNo, resumeSessionId);
  return rest.concat(later).slice(0, EVENTS_PER_STEP);
}

function selectEvents(where: string): string {
  return `SELECT s.session_id AS sessionId, ${eventColumns('e')}
    FROM sessions s CROSS JOIN events e USING (session_no)
    WHERE s.project_no = ? AND ${where} ORDER BY s.session_id, e.event_id LIMIT ${EVENTS_PER_STEP}`;
}

/**
 * Goes once through a project's conversions for all of its versions that are due together, however many. Readers that
 * still hold to a revision in which one was live are told so from now on (`PageExpired`).
 */
function clearStep(connection: Connection, { projectNo, resumeSessionId }: GoalRow, now: number): void {
  const goals = dueTogether(connection, projectNo, resumeSessionId, now);
  connection
    .statement('UPDATE projects SET cleared_revision = max(cleared_revision, ?) WHERE project_no = ?')
    .run(Math.max(...goals.map(({ liveTo }) => liveTo ?? 0)), projectNo);
  const upTo = connection
    .statement<{ sessionId: string }>(
      `SELECT session_id AS sessionId FROM conversions WHERE project_no = ? AND session_id > ?
       ORDER BY session_id LIMIT 1 OFFSET ${CONVERSIONS_PER_STEP}`,
    )
    .get(projectNo, resumeSessionId)?.sessionId;
  // Session ids are ASCII, so U+FFFF comes after all of them.
  connection
    .statement(
      `DELETE FROM conversions WHERE project_no = ? AND session_id > ? AND session_id <= ?
         AND goal_no IN (SELECT value FROM json_each(?))`,
    )
    .run(projectNo, resumeSessionId, upTo ?? '\uffff', JSON.stringify(goals.map(({ goalNo }) => goalNo)));
  for (const goal of goals) {
    if (upTo === undefined) forget(connection, goal);
    else connection.statement('UPDATE goals SET resume_session_id = ? WHERE goal_no = ?').run(upTo, goal.goalNo);
  }
}

function dueTogether(connection: Connection, projectNo: number, resumeSessionId: string, now: number): GoalRow[] {
  return connection
    .statement<GoalRow>(
      `SELECT ${GOAL_COLUMNS} FROM goals
       WHERE project_no = ? AND state = 'retired' AND retired_at <= ? AND resume_session_id = ?`,
    )
    .all(projectNo, now - SNAPSHOT_KEPT_MS, resumeSessionId);
}

/** Of a key's versions the newest is kept, cleared or not: it is what the next one is numbered after. */
function forget(connection: Connection, { goalNo, projectNo, goalKey }: GoalRow): void {
  connection.statement(`UPDATE goals SET state = 'cleared' WHERE goal_no = ?`).run(goalNo);
  connection
    .statement(
      `DELETE FROM goals WHERE project_no = ? AND goal_key = ? AND state = 'cleared'
         AND version < (SELECT max(version) FROM goals WHERE project_no = ? AND goal_key = ?)`,
    )
    .run(projectNo, goalKey, projectNo, goalKey);
}
