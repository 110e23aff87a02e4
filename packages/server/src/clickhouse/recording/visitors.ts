import { randomBytes } from 'node:crypto';
import { TupleParam } from '@clickhouse/client';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Visitor } from '../../model/visitor.js';
import { Batcher } from '../../store/batcher.js';
import type { SessionVisitor } from '../../store/contents.js';
import type { SessionSpan, VisitorStore } from '../../store/contract/events.js';
import type { RecordRequest } from '../../store/group-commit.js';
import { StoreUnavailable } from '../../store/store.js';
import { anyOf } from '../cluster/any-of.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, text, textOf } from '../cluster/rows.js';
import { shardOf } from '../cluster/shards.js';
import type { StoredKeyCache } from './stored-key-cache.js';

/** The shard that holds the salts. */
export const SALTS_SHARD = 1;
/** Visitors per query. */
const VISITORS_PER_READ_MAX = 500;

export function visitorStore(cluster: Cluster, storedKeys: StoredKeyCache): VisitorStore {
  const spans = new Batcher<Asked, SessionSpan[]>((group) => sessionsOf(cluster, group), {
    weightOf: ({ visitors }) => visitors.length,
    weightMax: VISITORS_PER_READ_MAX,
    concurrencyMax: 2,
  });
  return {
    salt: async (day) => (await findSalt(cluster, day)) ?? makeSalt(cluster, day),
    sessions: (visitors, since) => spans.run({ visitors, since }),
    forget: (day) => forget(cluster, day).finally(() => storedKeys.clear()),
  };
}

/**
 * Records which visitor each session belongs to. Such a row has no effect without events, so it may be stored before
 * them.
 */
export async function saveVisitors(
  cluster: Cluster,
  storedKeys: StoredKeyCache,
  requests: readonly RecordRequest[],
): Promise<void> {
  const visitors = requests.flatMap(({ projectId, facts }) =>
    [...(facts ?? [])].flatMap(([sessionId, { visitor }]) => (visitor ? [{ ...visitor, projectId, sessionId }] : [])),
  );
  const missing = visitors.filter((note) => !storedKeys.has(noteKey(note)));
  await insertVisitors(cluster, missing);
  storedKeys.add(missing.map(noteKey));
}

/** None of the parts can contain a space. */
function noteKey({ projectId, sessionId, day, hash }: SessionVisitor): string {
  return `${projectId} ${sessionId} ${day} ${hash}`;
}

export async function insertVisitors(cluster: Cluster, visitors: readonly SessionVisitor[]): Promise<void> {
  const byShard = Map.groupBy(visitors, ({ hash }) => shardOf(hash, cluster.shards.length));
  await Promise.all(
    [...byShard].map(([shard, ofShard]) => cluster.insert(shard, { table: 'visitors', rows: ofShard.map(toRow) })),
  );
}

function toRow({ day, hash, projectId: project_id, sessionId: session_id }: SessionVisitor) {
  return { day, hash, project_id, session_id };
}
interface Asked {
  readonly visitors: readonly Visitor[];
  readonly since: number;
}

/** One list of sessions per request, ordered by start. */
async function sessionsOf(cluster: Cluster, group: readonly Asked[]): Promise<SessionSpan[][]> {
  const visitors = group.flatMap((asked) => asked.visitors);
  const notes = await cluster.query({
    sql: `SELECT DISTINCT day, hash, project_id, session_id FROM visitors
      WHERE hash IN {hashes:Array(String)} AND (day, hash) IN {visitors:Array(Tuple(String, String))}`,
    parameters: {
      hashes: visitors.map(({ hash }) => hash),
      visitors: visitors.map(({ day, hash }) => new TupleParam([day, hash])),
    },
    columns: { day: text, hash: text, projectId: textOf<ProjectId>(), sessionId: textOf<SessionId>() },
    settings: { optimize_skip_unused_shards: 1 },
  });
  const spans = new Map<string, SessionSpan>();
  const since = Math.min(...group.map((asked) => asked.since));
  await Promise.all(
    [...Map.groupBy(notes, ({ projectId }) => projectId)].map(async ([projectId, ofProject]) => {
      const sessionIds = [...new Set(ofProject.map(({ sessionId }) => sessionId))];
      for (const span of await spansOf(cluster, projectId, sessionIds, since))
        spans.set(`${projectId} ${span.id}`, span);
    }),
  );
  const byVisitor = Map.groupBy(notes, visitorKey);
  return group.map((asked) => {
    const keys = asked.visitors
      .flatMap((visitor) => byVisitor.get(visitorKey(visitor)) ?? [])
      .map(({ projectId, sessionId }) => `${projectId} ${sessionId}`);
    return [...new Set(keys)]
      .flatMap((key) => spans.get(key) ?? [])
      .filter(({ endedAt }) => endedAt >= asked.since)
      .sort((one, other) => one.startedAt - other.startedAt);
  });
}

function visitorKey({ day, hash }: Visitor): string {
  return `${day} ${hash}`;
}

function spansOf(cluster: Cluster, projectId: ProjectId, sessionIds: readonly SessionId[], since: number) {
  const isAsked = anyOf('session_id', 'sessionIds', sessionIds);
  return cluster.query({
    sql: `SELECT session_id, min(occurred_at) AS started_at, max(occurred_at) AS ended_at FROM records FINAL
      WHERE project_id = {projectId:String} AND ${isAsked.sql} AND goal_no = 0
      GROUP BY session_id HAVING ended_at >= {since:Int64}`,
    parameters: { projectId, since, ...isAsked.parameters },
    columns: { id: textOf<SessionId>(), startedAt: integer, endedAt: integer },
    settings: { optimize_skip_unused_shards: 1 },
  });
}

async function findSalt(cluster: Cluster, day: string): Promise<string | null> {
  const [row] = await cluster.queryShard(SALTS_SHARD, {
    sql: `SELECT salt FROM ${cluster.local('salts')} WHERE day = {day:String}`,
    parameters: { day },
    columns: { salt: text },
  });
  return row?.salt ?? null;
}

async function makeSalt(cluster: Cluster, day: string): Promise<string> {
  await keepSalt(cluster, day, randomBytes(32).toString('hex'));
  const salt = await findSalt(cluster, day);
  if (salt === null) throw new StoreUnavailable(`there is no salt of ${day}, and none can be made`);
  return salt;
}

/** Stores the salt of a day. When several processes do so at once, the first wins: see document-changes.ts. */
export async function keepSalt(cluster: Cluster, day: string, salt: string): Promise<void> {
  await cluster.insert(SALTS_SHARD, {
    table: 'salts',
    rows: [{ day, salt }],
    settings: { insert_deduplicate: 1, insert_deduplication_token: day },
  });
}

/** Each day is a partition; dropping it removes its bytes from the disk. */
async function forget(cluster: Cluster, day: string): Promise<boolean> {
  let found = false;
  await cluster.everywhere(async (node) => {
    const partitions = await node.query({
      sql: `SELECT DISTINCT table, partition FROM system.parts
        WHERE database = currentDatabase() AND active AND table IN {tables:Array(String)} AND partition < {day:String}`,
      parameters: { day, tables: [cluster.local('salts'), cluster.local('visitors')] },
      columns: { table: text, partition: text },
    });
    for (const { table, partition } of partitions) {
      found = true;
      await node.command(`ALTER TABLE {table:Identifier} DROP PARTITION {partition:String}`, { table, partition });
    }
  });
  return found;
}
