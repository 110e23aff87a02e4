import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import type { DueSessions, Erased } from '../../store/contract/sessions.js';
import { SESSION_DOCUMENT_KINDS } from '../../store/documents.js';
import { countConversions } from '../conversions/conversion-count.js';
import type { Connection } from '../database/connection.js';
import { FeedNotes } from '../feed/feed-notes.js';
import { countEvents, projectNo } from '../projects/projects.js';
import { dropMixedParts } from '../recording/session-parts.js';
import { forgetSessions } from '../recording/visitors.js';
import { releaseOrigins } from '../rows/origins.js';
import { MIXED } from '../rows/session-columns.js';

/** Events of old sessions erased per commit, so that other writers do not wait long. */
const EVENTS_PER_STEP = 5000;

interface SessionRow {
  readonly sessionNo: number;
  readonly sessionId: SessionId;
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  /** All of them, also those that Goalpost sends by itself. */
  readonly events: number;
}

const SELECT = `SELECT session_no AS sessionNo, session_id AS sessionId, visits, clicks, custom_events AS customEvents,
    (SELECT count(*) FROM events e WHERE e.session_no = s.session_no) AS events
  FROM sessions s`;

/** Erases a session with everything in it, in one commit. Null when the project has no such session. */
export function eraseSession(connection: Connection, projectId: ProjectId, id: SessionId, now: number): Erased | null {
  const erased = connection.write(() => {
    const project = projectNo(connection, projectId) ?? 0;
    const session = connection
      .statement<SessionRow, [number, string]>(`${SELECT} WHERE project_no = ? AND session_id = ?`)
      .get(project, id);
    if (!session) return null;
    const [counted] = countConversions(connection, {
      projectId,
      sessionIds: [id],
      period: { from: null, until: null },
      types: null,
    });
    remove(connection, project, [session], now);
    const { visits, clicks, customEvents } = session;
    return { visits, clicks, customEvents, conversions: counted?.count ?? 0 };
  });
  if (erased) connection.dropLog();
  return erased;
}

/** Does one step of erasing all sessions whose last event was before `before`. Returns how many; 0 when none was left. */
export function eraseOldSessions(connection: Connection, before: number, now: number): number {
  const old = nextOld(connection, before);
  if (!old) return 0;
  const erased = connection.write(() => {
    const sessions = oneStepOf(oldOf(connection, old.projectNo, before));
    remove(connection, old.projectNo, sessions, now);
    return sessions.length;
  });
  if (!nextOld(connection, before)) connection.dropLog();
  return erased;
}

/** How many sessions of each project are that old, and how many there are. */
export function countOldSessions(connection: Connection, before: number): DueSessions[] {
  return connection
    .statement<DueSessions, [number]>(
      `SELECT id AS projectId,
         (SELECT count(*) FROM sessions s WHERE s.project_no = p.project_no AND started_at < ?1 AND ${KEPT_FOR} < ?1) AS due,
         (SELECT count(*) FROM sessions s WHERE s.project_no = p.project_no) AS "all"
       FROM projects p WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.project_no = p.project_no) ORDER BY id`,
    )
    .all(before);
}

/** The time that retention counts from: the last event, or the last trusted one of a session that has any. */
const KEPT_FOR = `iif(s.event_origins = ${MIXED},
  (SELECT trusted_until FROM mixed_sessions m WHERE m.session_no = s.session_no), s.ended_at)`;

/** A project with an old session. Called often and mostly without a result, so it takes no lock. */
export function nextOld(connection: Connection, before: number): { projectNo: number } | undefined {
  return connection
    .statement<{ projectNo: number }, [number]>(
      `SELECT project_no AS projectNo FROM projects p WHERE EXISTS (
         SELECT 1 FROM sessions s WHERE s.project_no = p.project_no AND started_at < ?1 AND ${KEPT_FOR} < ?1
       ) LIMIT 1`,
    )
    .get(before);
}

function oldOf(connection: Connection, project: number, before: number): SessionRow[] {
  return connection
    .statement<SessionRow, [number, number, number]>(
      `${SELECT} WHERE project_no = ? AND started_at < ? AND ${KEPT_FOR} < ? ORDER BY started_at LIMIT 1000`,
    )
    .all(project, before, before);
}

/** Erases some sessions of a project, inside a commit. False when none is left. */
export function eraseSomeSessions(connection: Connection, project: number, now: number): boolean {
  const sessions = connection.statement<SessionRow, [number]>(`${SELECT} WHERE project_no = ? LIMIT 1000`).all(project);
  remove(connection, project, oneStepOf(sessions), now);
  return sessions.length > 0;
}

function oneStepOf(sessions: readonly SessionRow[]): SessionRow[] {
  const step: SessionRow[] = [];
  let events = 0;
  for (const session of sessions) {
    step.push(session);
    events += session.events;
    if (events >= EVENTS_PER_STEP) break;
  }
  return step;
}

function remove(connection: Connection, project: number, sessions: readonly SessionRow[], now: number): void {
  const feed = new FeedNotes(connection, project, now);
  for (const { sessionNo, sessionId } of sessions) {
    const conversions = connection
      .statement<{ at: number; id: EventId; goalNo: number }, [number, string]>(
        `DELETE FROM conversions WHERE project_no = ? AND session_id = ?
         RETURNING occurred_at AS at, event_id AS id, goal_no AS goalNo`,
      )
      .all(project, sessionId);
    for (const { at, id, goalNo } of conversions) feed.removed({ sessionId, at, id }, goalNo);
    feed.saveIfMany();
    releaseOrigins(connection, sessionNo);
    connection.statement<unknown, [number]>('DELETE FROM events WHERE session_no = ?').run(sessionNo);
    dropMixedParts(connection, sessionNo);
    connection.statement<unknown, [number]>('DELETE FROM sessions WHERE session_no = ?').run(sessionNo);
    removeDocuments(connection, project, sessionId);
  }
  forgetSessions(
    connection,
    sessions.map(({ sessionNo }) => sessionNo),
  );
  feed.save();
  countEvents(connection, project, -sessions.reduce((sum, { events }) => sum + events, 0));
}

/** Removes the documents about a session. */
function removeDocuments(connection: Connection, project: number, id: SessionId): void {
  connection
    .statement<unknown, [string, number, string]>(
      `DELETE FROM documents WHERE kind IN (SELECT value FROM json_each(?))
         AND owner = (SELECT id FROM projects WHERE project_no = ?) AND id = ?`,
    )
    .run(JSON.stringify(SESSION_DOCUMENT_KINDS), project, id);
}
