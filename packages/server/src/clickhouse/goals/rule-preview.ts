import { EVENT_TYPES } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import { PREVIEW_EXAMPLES_MAX, type PreviewPart, type PreviewQuery } from '../../store/contract/goals.js';
import { inLists } from '../cluster/any-of.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, textOf } from '../cluster/rows.js';
import { EVENT_COLUMNS, EVENT_SELECT, type StoredEvent } from '../rows/event-columns.js';
import { STARTED_AT } from '../rows/session-rows.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';
import { matchRows } from './match-rows.js';

/**
 * Limits of one part. Finding the sessions scans all events of the period, so a few large parts are faster than many
 * small ones.
 */
const SESSIONS_PER_PART = 10_000;
const EVENTS_PER_PART = 10_000;

/** Where a part ended: the session, and the last examined event in it. */
interface Place {
  readonly startedAt: number;
  readonly sessionId: SessionId;
  readonly eventId: string;
  /** Whether an event of the session has matched already. */
  readonly isCounted: boolean;
}

/** Sorts after all event and session ids, which are ASCII. */
const LAST = '\uffff';

/** Matches a rule against a part of the stored events of its type, latest sessions first. */
export async function previewRule(cluster: Cluster, query: PreviewQuery, after: string | null): Promise<PreviewPart> {
  const start = after === null ? null : (JSON.parse(after) as Place);
  const sessions = await sessionsFrom(cluster, query, start);
  const rows = sessions.length === 0 ? [] : await eventsOf(cluster, query, sessions, start);
  const matched: Event[] = [];
  await matchRows(query.typed, rows, (_row, event) => matched.push(event));
  const sessionsMatched = new Set(matched.map(({ sessionId }) => sessionId));
  const isCounted = (id: SessionId) => sessionsMatched.has(id) || (start?.sessionId === id && start.isCounted);
  const countedBefore = start?.isCounted && sessionsMatched.has(start.sessionId) ? 1 : 0;
  return {
    examined: rows.length,
    matchedAt: matched.map(({ at }) => at),
    sessions: sessionsMatched.size - countedBefore,
    examples: matched.slice(0, PREVIEW_EXAMPLES_MAX),
    next: nextPlace(sessions, rows, isCounted),
  };
}

type SessionStart = Pick<Place, 'sessionId' | 'startedAt'>;

function nextPlace(
  sessions: readonly SessionStart[],
  rows: readonly { readonly sessionId: SessionId; readonly eventId: EventId }[],
  isCounted: (id: SessionId) => boolean,
): string | null {
  const lastEvent = rows.length === EVENTS_PER_PART ? rows.at(-1)! : null;
  const lastSession = sessions.length === SESSIONS_PER_PART ? sessions.at(-1)! : null;
  const session = lastEvent ? sessions.find(({ sessionId }) => sessionId === lastEvent.sessionId)! : lastSession;
  if (!session) return null;
  const place: Place = { ...session, eventId: lastEvent?.eventId ?? LAST, isCounted: isCounted(session.sessionId) };
  return JSON.stringify(place);
}

/** Sessions with events to examine, starting at `start`. */
function sessionsFrom(
  cluster: Cluster,
  { projectId, typed, period }: PreviewQuery,
  start: Place | null,
): Promise<SessionStart[]> {
  return cluster.query({
    sql: `SELECT session_id, ${STARTED_AT} AS started_at FROM records FINAL
      WHERE project_id = {projectId:String} AND goal_no = 0 AND session_id IN (
        SELECT session_id FROM records
        WHERE project_id = {projectId:String} AND goal_no = 0 AND type = {type:String}
          AND occurred_at >= {from:Int64} AND occurred_at < {until:Int64}
      )
      GROUP BY session_id
      HAVING (started_at, session_id) <= ({startedAt:Int64}, {sessionId:String})
      ORDER BY started_at DESC, session_id DESC LIMIT ${SESSIONS_PER_PART}`,
    parameters: {
      projectId,
      type: EVENT_TYPES[typed.type],
      from: period.from ?? MS_MIN,
      until: period.until ?? MS_MAX,
      startedAt: start?.startedAt ?? MS_MAX,
      sessionId: start?.sessionId ?? LAST,
    },
    columns: { sessionId: textOf<SessionId>(), startedAt: integer },
    settings: { distributed_product_mode: 'local' },
  });
}

/** The events of the sessions, in session order, then by id. */
async function eventsOf(
  cluster: Cluster,
  query: PreviewQuery,
  sessions: readonly SessionStart[],
  start: Place | null,
): Promise<StoredEvent[]> {
  const rows: StoredEvent[] = [];
  for (const sessionIds of inLists(sessions.map(({ sessionId }) => sessionId))) {
    const limit = EVENTS_PER_PART - rows.length;
    if (limit > 0) rows.push(...(await eventsOfSome(cluster, query, sessionIds, start, limit)));
  }
  return rows;
}

function eventsOfSome(
  cluster: Cluster,
  { projectId, typed, period }: PreviewQuery,
  sessionIds: readonly string[],
  start: Place | null,
  limit: number,
): Promise<StoredEvent[]> {
  return cluster.query({
    sql: `SELECT ${EVENT_SELECT} FROM records FINAL
      WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)} AND goal_no = 0
        AND type = {type:String} AND occurred_at >= {from:Int64} AND occurred_at < {until:Int64}
        AND (session_id != {resumedId:String} OR event_id > {eventId:String})
      ORDER BY transform(session_id, {sessionIds:Array(String)}, {places:Array(UInt32)}, 0), event_id
      LIMIT {limit:UInt32}`,
    parameters: {
      projectId,
      sessionIds,
      places: sessionIds.map((_id, index) => index),
      type: EVENT_TYPES[typed.type],
      from: period.from ?? MS_MIN,
      until: period.until ?? MS_MAX,
      resumedId: start?.sessionId ?? '',
      eventId: start?.eventId ?? '',
      limit,
    },
    columns: EVENT_COLUMNS,
    settings: { optimize_skip_unused_shards: 1 },
  });
}
