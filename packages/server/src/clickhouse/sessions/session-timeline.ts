import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import type { PageRequest, PageStart } from '../../model/page.js';
import type { MetGoal, Timeline } from '../../model/session.js';
import { toEvent } from '../../store/event-row.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { toSession } from '../../store/session-row.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, listOf, textOf } from '../cluster/rows.js';
import { conversionsMet } from '../conversions/met.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { EVENT_COLUMNS, EVENT_SELECT, type StoredEvent } from '../rows/event-columns.js';
import { loadWithinBudget } from '../rows/in-chunks.js';
import { SESSION_COLUMNS, SESSION_SELECT, sessionsSql } from '../rows/session-rows.js';
import { MS_MIN } from '../rows/times.js';
import { conversionCounts } from './session-list.js';

/** A session with a page of its events, by (time, id). Null when the project has no such session. */
export async function sessionTimeline(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  id: SessionId,
  request: PageRequest,
): Promise<Timeline | null> {
  const [[session], counts, { rows, next }, goals] = await Promise.all([
    cluster.query({
      sql: `SELECT ${SESSION_SELECT} FROM ${sessionsSql('session_id = {id:String}')}`,
      parameters: { projectId, id },
      columns: SESSION_COLUMNS,
    }),
    conversionCounts(cluster, catalogue, { projectId }, [id]),
    eventsPage(cluster, projectId, id, request),
    goalsMet(cluster, catalogue, projectId, id),
  ]);
  if (!session) return null;
  const entries = rows.map((row) => ({ event: toEvent(row), goals: goals.get(row.eventId) ?? [] }));
  return { session: toSession(session, counts.get(id) ?? 0), entries, next };
}

async function eventsPage(
  cluster: Cluster,
  projectId: ProjectId,
  id: SessionId,
  { limit, after }: PageRequest,
): Promise<{ rows: StoredEvent[]; next: PageStart | null }> {
  const found = await cluster.query({
    sql: `SELECT event_id, occurred_at FROM records FINAL
      WHERE project_id = {projectId:String} AND session_id = {id:String} AND goal_no = 0
        AND (occurred_at, event_id) > ({afterAt:Int64}, {afterId:String})
      ORDER BY occurred_at, event_id LIMIT {rows:UInt32}`,
    parameters: { projectId, id, afterAt: after?.occurredAt ?? MS_MIN, afterId: after?.id ?? '', rows: limit + 1 },
    columns: { eventId: textOf<EventId>(), occurredAt: integer },
  });
  const { rows, isCut } = await loadWithinBudget(
    found.slice(0, limit),
    (keys) => eventsOf(cluster, projectId, id, keys),
    ({ element }) => element?.length ?? 0,
  );
  const last = rows.at(-1);
  if (!last || (found.length <= limit && !isCut)) return { rows, next: null };
  return { rows, next: { occurredAt: last.occurredAt, id: last.eventId, snapshot: '' } };
}

function eventsOf(
  cluster: Cluster,
  projectId: ProjectId,
  id: SessionId,
  keys: readonly { readonly eventId: EventId }[],
): Promise<StoredEvent[]> {
  return cluster.query({
    sql: `SELECT ${EVENT_SELECT} FROM records FINAL
      WHERE project_id = {projectId:String} AND session_id = {id:String} AND goal_no = 0
        AND event_id IN {eventIds:Array(String)}
      ORDER BY occurred_at, event_id`,
    parameters: { projectId, id, eventIds: keys.map(({ eventId }) => eventId) },
    columns: EVENT_COLUMNS,
  });
}

/** Goals met by the session's events, by event; those of one event are sorted by key. */
async function goalsMet(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  id: SessionId,
): Promise<Map<EventId, MetGoal[]>> {
  const selection = { projectId, sessionIds: [id], period: { from: null, until: null }, types: null };
  const { versions } = await goalsOf(catalogue, selection);
  const met = new Map<EventId, MetGoal[]>();
  if (versions.length === 0) return met;
  const { sql, parameters } = conversionsMet(selection, versions);
  const rows = await cluster.query({
    sql: `SELECT event_id, groupArray(goal_no) FROM ${sql} GROUP BY event_id`,
    parameters,
    columns: { eventId: textOf<EventId>(), goalNos: listOf(integer) },
  });
  const byKey = [...versions].sort((one, other) => (one.key < other.key ? -1 : 1));
  for (const { eventId, goalNos } of rows) {
    met.set(eventId, byKey.filter(({ no }) => goalNos.includes(no)).map(toMetGoal));
  }
  return met;
}

function toMetGoal({ key, name, version, ...goal }: GoalVersion): MetGoal {
  const { type, rule } = goal;
  return { type, rule, key, name, version } as MetGoal;
}
