import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Period } from '../../model/period.js';
import type { MarkedPart } from '../../store/contract/sessions.js';
import { matchersOf } from '../../store/goals/matchers.js';
import type { Connection } from '../database/connection.js';
import { compiledGoals } from '../goals/matchers.js';
import { projectNo } from '../projects/projects.js';
import { ORIGIN_BITS } from '../rows/session-columns.js';
import { EVER, NEVER } from '../rows/times.js';
import { matchAgain } from './match-again.js';
import { SessionTally } from './session-tally.js';

/** Sessions examined per commit, so that other writers do not wait long. */
const SESSIONS_PER_PART = 200;

interface SessionRow {
  readonly sessionNo: number;
  readonly sessionId: SessionId;
  readonly isConcerned: number;
}

/** Makes the trusted events of a period public, in the next sessions by id. */
export function markPublic(
  connection: Connection,
  projectId: ProjectId,
  { from, until }: Period,
  after: string | null,
): MarkedPart {
  const period = { from: from ?? EVER, until: until ?? NEVER };
  return connection.write(() => {
    const project = projectNo(connection, projectId)!;
    const sessions = connection
      .statement<SessionRow, [number, number, number, string]>(
        `SELECT session_no AS sessionNo, session_id AS sessionId,
           event_origins & ${ORIGIN_BITS.trusted} AND started_at < ? AND ended_at >= ? AS isConcerned
         FROM sessions WHERE project_no = ? AND session_id > ? ORDER BY session_id LIMIT ${SESSIONS_PER_PART}`,
      )
      .all(period.until, period.from, project, after ?? '');
    const marked = sessions.map((session) =>
      session.isConcerned ? markSession(connection, project, session, period) : 0,
    );
    return {
      events: marked.reduce((sum, events) => sum + events, 0),
      next: sessions.length === SESSIONS_PER_PART ? sessions.at(-1)!.sessionId : null,
    };
  });
}

/** Returns the number of events made public. */
function markSession(
  connection: Connection,
  project: number,
  { sessionId, sessionNo }: SessionRow,
  { from, until }: { readonly from: number; readonly until: number },
): number {
  const { changes } = connection
    .statement<unknown, [number, number, number]>(
      `UPDATE events SET is_public = 1
       WHERE session_no = ? AND is_public = 0 AND occurred_at >= ? AND occurred_at < ?`,
    )
    .run(sessionNo, from, until);
  if (changes === 0) return 0;
  const conversions = connection
    .arrays<[goalNo: number, once: number | null], [number, string, number, number]>(
      `UPDATE conversions SET is_public = 1
       WHERE project_no = ? AND session_id = ? AND is_public = 0 AND occurred_at >= ? AND occurred_at < ?
       RETURNING goal_no, once`,
    )
    .all(project, sessionId, from, until);
  SessionTally.stored(connection, project, sessionId).recount();
  // Of goals that count once, another event may take precedence now.
  const once = new Set(conversions.flatMap(([goalNo, isOnce]) => (isOnce ? [goalNo] : [])));
  matchAgain(connection, project, { sessionId, sessionNo }, matchersOf(compiledGoals(connection, project), once), null);
  return Number(changes);
}
