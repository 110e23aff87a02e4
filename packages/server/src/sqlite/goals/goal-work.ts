import { EVENT_TYPES } from '../../matching/match.js';
import type { EventId, SessionId } from '../../model/ids.js';
import type { EventPlace } from '../../store/contents.js';
import { type EventRow, toEvent } from '../../store/event-row.js';
import { goLive } from '../../store/goals/changes.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { clearing, finishClearing, nextWork, progress, type Step } from '../../store/goals/work.js';
import { SNAPSHOT_KEPT_MS } from '../../store/store.js';
import type { Connection } from '../database/connection.js';
import { eventColumns } from '../rows/event-rows.js';
import { changeGoals } from './change-goals.js';
import { readGoals } from './goal-rows.js';
import { keepConversion } from './keep-conversion.js';
import { compiledGoals } from './matchers.js';

/**
 * Limits of one commit: stored events examined, and the time to read and match them. Other writers do not wait longer
 * than that.
 */
const EVENTS_PER_STEP = 1000;
const STEP_MS_MAX = 10;
/** Conversions examined per commit while those of a version are deleted. */
const CONVERSIONS_PER_STEP = 5000;

/**
 * Does one step of background work and saves where the next step continues, in one commit. The work can be interrupted
 * anywhere, and several processes may take turns. False when nothing is left to do.
 */
export function workOnGoals(connection: Connection, now: number): boolean {
  return connection.write(() => {
    const project = projectWithWork(connection, now);
    if (project === undefined) return false;
    const work = nextWork(readGoals(connection, project).goals, now)!;
    if (work.kind === 'match') matchStep(connection, project, work.version, now);
    else clearStep(connection, project, work.versions);
    return true;
  });
}

/** Called every second and mostly false, so it takes no lock. */
export function isGoalWorkDue(connection: Connection, now: number): boolean {
  return projectWithWork(connection, now) !== undefined;
}

/** The project with the next piece of work, in the order of `nextWork`. */
function projectWithWork(connection: Connection, now: number): number | undefined {
  return connection
    .statement<{ projectNo: number }, [number]>(
      `SELECT project_no AS projectNo FROM goals
       WHERE state = 'matching' OR (state = 'retired' AND retired_at <= ?)
       ORDER BY state, iif(state = 'retired', resume_session_id, '') DESC, goal_no LIMIT 1`,
    )
    .get(now - SNAPSHOT_KEPT_MS)?.projectNo;
}

/** New events are matched when they arrive, so it does not matter whether a step sees them too. */
function matchStep(connection: Connection, project: number, version: GoalVersion, now: number): void {
  const { isLast, ...step } = matchSome(connection, project, version);
  changeGoals<null>(connection, project, (goals, revision) => {
    const further = progress(goals, version, step);
    return further && isLast ? goLive(further, version, revision, now) : further;
  });
}

/** Matches as many events as the limits allow, but at least one. `isLast`: no events are left. */
function matchSome(connection: Connection, project: number, version: GoalVersion): Step & { isLast: boolean } {
  const { matchers } = compiledGoals(connection, project);
  const matcher = matchers[EVENT_TYPES[version.type]].find(({ goalNo }) => goalNo === version.no)!;
  const stopAt = performance.now() + STEP_MS_MAX;
  const step = { examined: 0, matched: 0, last: null as EventPlace | null };
  for (const row of eventsAfter(connection, project, version.resume)) {
    const event = toEvent(row);
    step.examined++;
    step.last = { sessionId: event.sessionId, eventId: event.id };
    if (matcher.matches(event)) {
      step.matched++;
      keepConversion(connection, project, event, matcher, null);
    }
    if (step.examined === EVENTS_PER_STEP || performance.now() > stopAt) return { ...step, isLast: false };
  }
  return { ...step, isLast: true };
}

/** The rest of the session of `place`, then the sessions after it. All are found by key. */
function* eventsAfter(connection: Connection, project: number, place: EventPlace | null): Generator<EventRow> {
  const { sessionId = '', eventId = '' } = place ?? {};
  yield* connection
    .statement<EventRow, [number, string, string]>(selectEvents('s.session_id = ? AND e.event_id > ?'))
    .iterate(project, sessionId, eventId);
  yield* connection.statement<EventRow, [number, string]>(selectEvents('s.session_id > ?')).iterate(project, sessionId);
}

function selectEvents(where: string): string {
  return `SELECT s.session_id AS sessionId, ${eventColumns('e')}
    FROM sessions s CROSS JOIN events e USING (session_no)
    WHERE s.project_no = ? AND ${where} ORDER BY s.session_id, e.event_id`;
}

/**
 * Deletes the conversions of all due versions of a project in a single pass. From now on, readers of a revision in
 * which one of them was live get `PageExpired`.
 */
function clearStep(connection: Connection, project: number, versions: readonly GoalVersion[]): void {
  const after = versions[0]!.resume?.sessionId ?? '';
  const upTo = connection
    .statement<{ sessionId: SessionId }, [number, string]>(
      `SELECT session_id AS sessionId FROM conversions WHERE project_no = ? AND session_id > ?
       ORDER BY session_id LIMIT 1 OFFSET ${CONVERSIONS_PER_STEP}`,
    )
    .get(project, after)?.sessionId;
  // Session ids are ASCII, so U+FFFF comes after all of them.
  connection
    .statement<unknown, [number, string, string, string]>(
      `DELETE FROM conversions WHERE project_no = ? AND session_id > ? AND session_id <= ?
         AND goal_no IN (SELECT value FROM json_each(?))`,
    )
    .run(project, after, upTo ?? '\uffff', JSON.stringify(versions.map(({ no }) => no)));
  changeGoals<never>(connection, project, (goals) => {
    const resume = upTo === undefined ? null : { sessionId: upTo, eventId: '' as EventId };
    const cleared = clearing(goals, versions, resume);
    return resume ? cleared : finishClearing(cleared, versions);
  });
}
