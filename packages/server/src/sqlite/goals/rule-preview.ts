import { compileRule, EVENT_TYPES } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import { PREVIEW_EXAMPLES_MAX, type PreviewPart, type PreviewQuery } from '../../store/contract/goals.js';
import { type EventRow, toEvent } from '../../store/event-row.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { eventColumns, TYPE_CODES } from '../rows/event-rows.js';
import { EVER, NEVER } from '../rows/times.js';

/** Approximate limits of one part, so that other readers do not wait long. */
const SESSIONS_PER_PART = 2000;
const EVENTS_PER_PART = 2000;

/** Where a part ended: the session, and the last examined event in it. */
interface Place {
  readonly startedAt: number;
  readonly sessionId: string;
  readonly eventId: string;
  /** Whether an event of the session has matched already. */
  readonly isCounted: boolean;
}

/** Matches a rule against a part of the stored events of its type, latest sessions first. */
export function previewRule(connection: Connection, query: PreviewQuery, after: string | null): PreviewPart {
  const matches = compileRule(query.typed);
  const from = query.period.from ?? EVER;
  const found = { examined: 0, matchedAt: [] as number[], sessions: 0, examples: [] as Event[] };
  const start = after === null ? null : (JSON.parse(after) as Place);
  const sessions = sessionsFrom(connection, query, start);
  for (const { sessionNo, sessionId, startedAt, endedAt } of sessions) {
    const resumed = start?.sessionId === sessionId ? start : null;
    let isCounted = resumed?.isCounted ?? false;
    const rows = endedAt < from ? [] : eventsOf(connection, query, sessionNo, resumed?.eventId ?? '');
    for (const row of rows) {
      found.examined++;
      const event = toEvent({ ...row, sessionId });
      if (!matches(event)) continue;
      found.matchedAt.push(event.at);
      if (!isCounted) found.sessions++;
      isCounted = true;
      if (found.examples.length < PREVIEW_EXAMPLES_MAX) found.examples.push(event);
    }
    if (found.examined >= EVENTS_PER_PART) {
      const eventId = rows.length === EVENTS_PER_PART ? rows.at(-1)!.eventId : LAST;
      return { ...found, next: JSON.stringify({ startedAt, sessionId, eventId, isCounted }) };
    }
  }
  const last = sessions.length === SESSIONS_PER_PART ? sessions.at(-1)! : null;
  const next = last && { startedAt: last.startedAt, sessionId: last.sessionId, eventId: LAST, isCounted: true };
  return { ...found, next: next && JSON.stringify(next) };
}

/** Sorts after all event ids, which are ASCII. */
const LAST = '\uffff';

interface SessionStart {
  readonly sessionNo: number;
  readonly sessionId: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * Sessions from `start` on. Includes sessions that ended before the period, because no index excludes them. Sessions
 * that began at the same moment are sorted by id for each part: 100,000 within one millisecond take a tenth of a
 * second.
 */
function sessionsFrom(
  connection: Connection,
  { projectId, period }: PreviewQuery,
  start: Place | null,
): SessionStart[] {
  return connection
    .statement<SessionStart, [number | null, number, string, number]>(
      `SELECT session_no AS sessionNo, session_id AS sessionId, started_at AS startedAt, ended_at AS endedAt
       FROM sessions
       WHERE project_no = ?1 AND (started_at, session_id) <= (?2, ?3) AND started_at < ?4
       ORDER BY started_at DESC, session_id DESC LIMIT ${SESSIONS_PER_PART}`,
    )
    .all(projectNo(connection, projectId), start?.startedAt ?? NEVER, start?.sessionId ?? LAST, period.until ?? NEVER);
}

function eventsOf(
  connection: Connection,
  { typed, period }: PreviewQuery,
  sessionNo: number,
  afterId: string,
): Omit<EventRow, 'sessionId'>[] {
  return connection
    .statement<Omit<EventRow, 'sessionId'>, [number, string, number, number, number]>(
      `SELECT ${eventColumns('events')} FROM events
       WHERE session_no = ? AND event_id > ? AND type = ? AND occurred_at >= ? AND occurred_at < ?
       ORDER BY event_id LIMIT ${EVENTS_PER_PART}`,
    )
    .all(sessionNo, afterId, TYPE_CODES[EVENT_TYPES[typed.type]], period.from ?? EVER, period.until ?? NEVER);
}
