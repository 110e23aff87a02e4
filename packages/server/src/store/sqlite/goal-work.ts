import { SNAPSHOT_KEPT_MS } from '../store.js';
import type { Connection } from './connection.js';
import { EVENT_COLUMNS, type EventRow, toEvent } from './event-rows.js';
import { GOAL_COLUMNS, type GoalRow, goLive } from './goals.js';
import { keepConversion } from './keep-conversion.js';
import { toMatcher } from './matchers.js';

/** Stored events examined in one commit: some 10 ms of work, so that nobody waits long behind it. */
const EVENTS_PER_STEP = 1000;
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
    else if (due) clearStep(connection, due);
    return due !== undefined;
  });
}

/** Asked every second, and mostly answered with no; it takes no lock. */
export function isGoalWorkDue(connection: Connection, now: number): boolean {
  return nextDue(connection, now) !== undefined;
}

/** Matching comes before clearing away: somebody waits for it. */
function nextDue(connection: Connection, now: number): GoalRow | undefined {
  return connection
    .statement<[number], GoalRow>(
      `SELECT ${GOAL_COLUMNS} FROM goals
       WHERE state = 'matching' OR (state = 'retired' AND retired_at <= ?)
       ORDER BY state, goal_no LIMIT 1`,
    )
    .get(now - SNAPSHOT_KEPT_MS);
}

/** Events that arrive meanwhile are matched as they come, so whether a step sees them too does not matter. */
function matchStep(connection: Connection, goal: GoalRow, now: number): void {
  const matcher = toMatcher(goal);
  const rows = connection
    .statement<unknown[], EventRow>(
      `SELECT s.session_id AS sessionId, ${EVENT_COLUMNS}
       FROM sessions s CROSS JOIN events e USING (session_no)
       WHERE s.project_no = ?1 AND s.session_id >= ?2 AND (s.session_id > ?2 OR e.event_id > ?3)
       ORDER BY s.session_id, e.event_id LIMIT ${EVENTS_PER_STEP}`,
    )
    .all({ 1: goal.projectNo, 2: goal.resumeSessionId, 3: goal.resumeEventId });
  for (const row of rows) {
    const event = toEvent(row);
    if (matcher.matches(event)) keepConversion(connection, goal.projectNo, event, matcher);
  }
  const last = rows.at(-1);
  connection
    .statement(
      `UPDATE goals SET events_examined = events_examined + ?, resume_session_id = ?, resume_event_id = ?
       WHERE goal_no = ?`,
    )
    .run(rows.length, last?.sessionId ?? goal.resumeSessionId, last?.eventId ?? goal.resumeEventId, goal.goalNo);
  if (rows.length < EVENTS_PER_STEP) goLive(connection, goal, now);
}

/** Readers that still hold to a revision in which the version was live are told so from now on (`PageExpired`). */
function clearStep(connection: Connection, goal: GoalRow): void {
  connection
    .statement('UPDATE projects SET cleared_revision = max(cleared_revision, ?) WHERE project_no = ?')
    .run(goal.liveTo ?? 0, goal.projectNo);
  const upTo = connection
    .statement<unknown[], { sessionId: string }>(
      `SELECT session_id AS sessionId FROM conversions WHERE project_no = ? AND session_id > ?
       ORDER BY session_id LIMIT 1 OFFSET ${CONVERSIONS_PER_STEP}`,
    )
    .get(goal.projectNo, goal.resumeSessionId)?.sessionId;
  // Session ids are ASCII, so U+FFFF comes after all of them.
  connection
    .statement('DELETE FROM conversions WHERE project_no = ? AND session_id > ? AND session_id <= ? AND goal_no = ?')
    .run(goal.projectNo, goal.resumeSessionId, upTo ?? '\uffff', goal.goalNo);
  connection
    .statement('UPDATE goals SET resume_session_id = ?, state = ? WHERE goal_no = ?')
    .run(upTo ?? '', upTo === undefined ? 'cleared' : 'retired', goal.goalNo);
}
