import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Period } from '../../model/period.js';
import type { MarkedPart } from '../../store/contract/sessions.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, textOf } from '../cluster/rows.js';
import { CLIENT_NO } from '../rows/clients.js';
import { LOWEST_TRUSTED, PUBLIC_OF_TRUSTED } from '../rows/records.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';

const SESSIONS_PER_PART = 500;

/** Where rows are kept between leaving the project and coming back; not the id of any project. */
const setAside = (projectId: ProjectId) => `~${projectId}`;

/**
 * Makes the trusted events of a period public, in some sessions of one shard. `next` is the shard to go on with. Of two
 * records of an event the trusted one counts, so the trusted ones have to go before the public ones come: they are first
 * set aside under another project, and a part that was interrupted is finished from there. Readers miss the events for
 * the moment in between.
 *
 * Fails when a replica is away, because that replica would bring the trusted records back.
 */
export async function markPublic(
  cluster: Cluster,
  projectId: ProjectId,
  { from, until }: Period,
  after: string | null,
): Promise<MarkedPart> {
  const of = { projectId, from: from ?? MS_MIN, until: until ?? MS_MAX };
  const shard = after === null ? 1 : Number(after);
  await bringBack(cluster, shard, projectId);
  const sessions = await concerned(cluster, shard, of);
  if (sessions.length > 0) {
    const rows = { ...of, sessionIds: sessions.map(({ sessionId }) => sessionId) };
    await setRowsAside(cluster, shard, rows);
    const aside = await eventsAside(cluster, shard, projectId);
    if (aside !== eventsOf(sessions)) throw new Error(`only ${aside} of ${eventsOf(sessions)} events were set aside`);
    await removeMarked(cluster, shard, rows);
    await bringBack(cluster, shard, projectId);
  }
  const next = sessions.length === SESSIONS_PER_PART ? shard : shard + 1;
  return {
    events: eventsOf(sessions),
    next: next > cluster.shards.length ? null : String(next),
  };
}

interface OfPeriod {
  readonly projectId: ProjectId;
  readonly from: number;
  readonly until: number;
}

function concerned(cluster: Cluster, shard: number, of: OfPeriod) {
  return cluster.queryShard(shard, {
    sql: `SELECT session_id, uniqExact(event_id) FROM ${cluster.local('records')}
      WHERE project_id = {projectId:String} AND goal_no = 0 AND ${TRUSTED} AND ${IN_PERIOD}
      GROUP BY session_id ORDER BY session_id LIMIT ${SESSIONS_PER_PART}`,
    parameters: { ...of },
    columns: { sessionId: textOf<SessionId>(), events: integer },
  });
}

interface Rows extends OfPeriod {
  readonly sessionIds: readonly SessionId[];
}

const TRUSTED = `precedence >= ${LOWEST_TRUSTED}`;
const IN_PERIOD = 'occurred_at >= {from:Int64} AND occurred_at < {until:Int64}';
const OF_SESSIONS = 'project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)}';
/** Events and conversions of the period; and clients, which these events have told. */
const CONCERNED = `${OF_SESSIONS} AND ${TRUSTED} AND (goal_no = ${CLIENT_NO} OR ${IN_PERIOD})`;

/**
 * The same rows may be written again after an interruption. Some versions of ClickHouse would take that for a repeated
 * insert and leave them out; the one in the tests does not.
 */
const REPEATABLE = { insert_deduplicate: 0 } as const;

/** Rows are chosen in a subquery, because a condition beside `REPLACE` would be about the new values. */
function setRowsAside(cluster: Cluster, shard: number, rows: Rows): Promise<void> {
  const records = cluster.local('records');
  return cluster.everyReplica(shard, (node) =>
    node.command(
      `INSERT INTO ${records}
       SELECT * REPLACE({aside:String} AS project_id, ${PUBLIC_OF_TRUSTED} AS precedence)
       FROM (SELECT * FROM ${records} FINAL WHERE ${CONCERNED})`,
      { ...rows, aside: setAside(rows.projectId) },
      REPEATABLE,
    ),
  );
}

/**
 * Removes the events that are aside, with the public ones whose place they had taken. A session that keeps trusted events
 * keeps the client they told.
 */
async function removeMarked(cluster: Cluster, shard: number, rows: Rows): Promise<void> {
  const records = cluster.local('records');
  await cluster.everyReplica(shard, (node) =>
    node.command(
      `DELETE FROM ${records} WHERE ${OF_SESSIONS} AND goal_no != ${CLIENT_NO} AND (session_id, event_id) IN (
         SELECT session_id, event_id FROM ${records} WHERE project_id = {aside:String} AND goal_no = 0
       )`,
      { ...rows, aside: setAside(rows.projectId) },
    ),
  );
  const left = await cluster.queryShard(shard, {
    sql: `SELECT DISTINCT session_id FROM ${records} WHERE ${OF_SESSIONS} AND ${TRUSTED} AND goal_no = 0`,
    parameters: { ...rows },
    columns: { sessionId: textOf<SessionId>() },
  });
  const keeping = new Set(left.map(({ sessionId }) => sessionId));
  const sessionIds = rows.sessionIds.filter((id) => !keeping.has(id));
  await cluster.everyReplica(shard, (node) =>
    node.command(`DELETE FROM ${records} WHERE ${OF_SESSIONS} AND ${TRUSTED} AND goal_no = ${CLIENT_NO}`, {
      projectId: rows.projectId,
      sessionIds,
    }),
  );
}

async function eventsAside(cluster: Cluster, shard: number, projectId: ProjectId): Promise<number> {
  const [aside] = await cluster.queryShard(shard, {
    sql: `SELECT count() FROM ${cluster.local('records')} FINAL WHERE project_id = {aside:String} AND goal_no = 0`,
    parameters: { aside: setAside(projectId) },
    columns: { events: integer },
  });
  return aside!.events;
}

function eventsOf(sessions: readonly { readonly events: number }[]): number {
  return sessions.reduce((sum, { events }) => sum + events, 0);
}

/** Does nothing when no rows are aside. An interrupted run may have left some on one replica only, so all are asked. */
async function bringBack(cluster: Cluster, shard: number, projectId: ProjectId): Promise<void> {
  const records = cluster.local('records');
  const parameters = { projectId, aside: setAside(projectId) };
  await cluster.everyReplica(shard, (node) =>
    node.command(
      `INSERT INTO ${records} SELECT * REPLACE({projectId:String} AS project_id)
       FROM (SELECT * FROM ${records} FINAL WHERE project_id = {aside:String})`,
      parameters,
      REPEATABLE,
    ),
  );
  await cluster.everyReplica(shard, (node) =>
    node.command(`DELETE FROM ${records} WHERE project_id = {aside:String}`, parameters),
  );
}
