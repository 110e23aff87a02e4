import { TupleParam } from '@clickhouse/client';
import type { ProjectId, SessionId } from '../../model/ids.js';
import { removeDocument } from '../../store/change-document.js';
import type { DueSessions, Erased } from '../../store/contract/sessions.js';
import { SESSION_DOCUMENT_KINDS } from '../../store/documents.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Node } from '../cluster/node.js';
import { integer, textOf } from '../cluster/rows.js';
import { shardOfSession } from '../cluster/shards.js';
import { countConversions } from '../conversions/conversion-count.js';
import type { Catalogue } from '../projects/catalogue.js';
import { documentStore } from '../projects/documents.js';
import { COUNTS_AS_CUSTOM } from '../rows/session-rows.js';
import { LOWEST } from '../rows/slices.js';

/** Limits of one step of erasing old sessions. */
const EVENTS_PER_STEP = 5000;
const SESSIONS_PER_STEP = 1000;

/** Erases a session with everything in it. Null when the project has no such session. */
export async function eraseSession(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  sessionId: SessionId,
): Promise<Erased | null> {
  const [counted] = await cluster.query({
    sql: `SELECT countIf(type = 'visit'), countIf(type = 'click'), countIf(${COUNTS_AS_CUSTOM}), count()
      FROM records FINAL
      WHERE project_id = {projectId:String} AND session_id = {sessionId:String} AND goal_no = 0`,
    parameters: { projectId, sessionId },
    columns: { visits: integer, clicks: integer, customEvents: integer, events: integer },
  });
  const { visits, clicks, customEvents, events } = counted!;
  if (events === 0) return null;
  const period = { from: null, until: null };
  const counts = await countConversions(cluster, catalogue, {
    projectId,
    sessionIds: [sessionId],
    period,
    types: null,
  });
  const shard = shardOfSession(projectId, sessionId, cluster.shards.length);
  await remove(cluster, catalogue, shard, [{ projectId, sessionId }]);
  await cluster.everyReplica(shard, (node) => dropBytes(cluster, node));
  return { visits, clicks, customEvents, conversions: counts[0]?.count ?? 0 };
}

/** Does work that changes sessions of a project, and notes what that does to their conversions. */
export interface Observer {
  around<Result>(projectId: ProjectId, sessionIds: readonly SessionId[], work: () => Promise<Result>): Promise<Result>;
}

/** Does one step of erasing all sessions whose last event was before `before`. Returns how many; 0 when none was left. */
export async function eraseOldSessions(
  cluster: Cluster,
  catalogue: Catalogue,
  before: number,
  observer: Observer,
): Promise<number> {
  for (const shard of cluster.shards) {
    const old = await oldSessions(cluster, shard, before);
    if (old.length > 0) {
      await observed(observer, old, () => remove(cluster, catalogue, shard, old));
      if (old.length < SESSIONS_PER_STEP) await cluster.everyReplica(shard, (node) => dropBytes(cluster, node));
      return old.length;
    }
  }
  return 0;
}

/** How many sessions of each project are that old, and how many there are. */
export async function countOldSessions(cluster: Cluster, before: number): Promise<DueSessions[]> {
  const counted = new Map<ProjectId, DueSessions>();
  for (const shard of cluster.shards) {
    const rows = await cluster.queryShard(shard, {
      sql: `SELECT project_id, uniqExactIf(session_id, is_old), uniqExact(session_id)
        FROM (SELECT project_id, session_id, (project_id, session_id) IN (${oldSessionsSql(cluster)}) AS is_old
          FROM ${cluster.local('records')} WHERE goal_no = 0)
        GROUP BY project_id`,
      parameters: { before },
      columns: { projectId: textOf<ProjectId>(), due: integer, all: integer },
    });
    for (const { projectId, due, all } of rows) {
      const others = counted.get(projectId) ?? { projectId, due: 0, all: 0 };
      counted.set(projectId, { projectId, due: others.due + due, all: others.all + all });
    }
  }
  return [...counted.values()].sort((a, b) => (a.projectId < b.projectId ? -1 : 1));
}

interface SessionKey {
  readonly projectId: ProjectId;
  readonly sessionId: SessionId;
}

function oldSessionsSql(cluster: Cluster, columns = ''): string {
  const table = cluster.local('records');
  return `SELECT project_id, session_id${columns} FROM ${table}
      WHERE goal_no = 0 AND (project_id, session_id) IN (
        SELECT DISTINCT project_id, session_id FROM ${table} WHERE goal_no = 0 AND occurred_at < {before:Int64}
      )
      GROUP BY project_id, session_id
      HAVING if(max(origin = 'trusted'), maxIf(occurred_at, origin = 'trusted'), max(occurred_at)) < {before:Int64}`;
}

/**
 * Finds sessions with old events by the time index, which are few, and drops those that continued. Public events do not
 * continue a session that has trusted ones.
 */
async function oldSessions(cluster: Cluster, shard: number, before: number): Promise<SessionKey[]> {
  const rows = await cluster.queryShard(shard, {
    sql: `${oldSessionsSql(cluster, ', uniqExact(event_id)')}
      ORDER BY project_id, session_id LIMIT ${SESSIONS_PER_STEP}`,
    parameters: { before },
    columns: { projectId: textOf<ProjectId>(), sessionId: textOf<SessionId>(), events: integer },
  });
  let events = 0;
  const enough = rows.findIndex((row) => {
    events += row.events;
    return events >= EVENTS_PER_STEP;
  });
  return enough === -1 ? rows : rows.slice(0, enough + 1);
}

/** Does work on sessions of several projects. */
async function observed(observer: Observer, sessions: readonly SessionKey[], work: () => Promise<void>): Promise<void> {
  const byProject = [...Map.groupBy(sessions, ({ projectId }) => projectId)];
  const all = byProject.reduce(
    (inner, [projectId, ofProject]) =>
      () =>
        observer.around(
          projectId,
          ofProject.map(({ sessionId }) => sessionId),
          inner,
        ),
    work,
  );
  await all();
}

/**
 * Readers no longer see the sessions afterwards. Fails when a replica is away, because that replica would bring the
 * rows back.
 */
async function remove(
  cluster: Cluster,
  catalogue: Catalogue,
  shard: number,
  sessions: readonly SessionKey[],
): Promise<void> {
  const keys = sessions.map(({ projectId, sessionId }) => new TupleParam([projectId, sessionId]));
  const remove = (table: string) => (node: Node) =>
    node.command(
      `DELETE FROM ${cluster.local(table)} WHERE (project_id, session_id) IN {keys:Array(Tuple(String, String))}`,
      { keys },
    );
  await cluster.everyReplica(shard, remove('records'));
  await cluster.everyReplica(shard, remove('session_summaries'));
  // Also those of which a session is only a bound.
  await cluster.everyReplica(shard, (node) =>
    node.command(
      `DELETE FROM ${cluster.local('slice_sums')} WHERE arrayExists(
        key -> project_id = key.1 AND from_id <= concat(key.2, '${LOWEST}') AND until_id >= key.2,
        {keys:Array(Tuple(String, String))})`,
      { keys },
    ),
  );
  // Rows of `visitors` are in the visitor's shard, not the session's.
  await cluster.everywhere(remove('visitors'));
  await removeDocuments(catalogue, sessions);
}

/** Removes the documents about sessions. */
async function removeDocuments(catalogue: Catalogue, sessions: readonly SessionKey[]): Promise<void> {
  const documents = documentStore(catalogue);
  for (const kind of SESSION_DOCUMENT_KINDS) {
    for (const [owner, ofProject] of Map.groupBy(sessions, ({ projectId }) => projectId)) {
      const ids = ofProject.map(({ sessionId }) => sessionId);
      for (const id of (await documents.findAll(kind, owner, ids)).keys()) {
        await removeDocument(documents, { kind, owner, id });
      }
    }
  }
}

/**
 * ClickHouse only hides deleted rows at first. This makes it rewrite the affected parts without them, in the
 * background.
 */
export async function dropBytes(cluster: Cluster, node: Node): Promise<void> {
  for (const table of ['records', 'session_summaries', 'slice_sums']) {
    await node.command(`ALTER TABLE ${cluster.local(table)} APPLY DELETED MASK`, {}, { mutations_sync: '0' });
  }
}
