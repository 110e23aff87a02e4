import { TupleParam } from '@clickhouse/client';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import { Batcher } from '../../store/batcher.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Query } from '../cluster/node.js';
import { integer, type RowOf, text, textOf } from '../cluster/rows.js';
import { shardOfSession } from '../cluster/shards.js';
import { CLIENT_NO } from '../rows/clients.js';

/** Records per query. Reading and processing this many takes about 10 ms. */
export const RECORDS_PER_READ_MAX = 10_000;
/** Sessions per query, over all callers that share it. */
const SESSIONS_PER_READ_MAX = 500;
/** Concurrent queries per shard. While ClickHouse runs one, this process handles the result of the other. */
const READS_PER_SHARD_MAX = 2;

const COLUMNS = {
  projectId: textOf<ProjectId>(),
  sessionId: textOf<SessionId>(),
  eventId: textOf<EventId>(),
  goalNo: integer,
  occurredAt: integer,
  precedence: text,
};
/** An event, or a conversion of an event. */
export type StoredRecord = RowOf<typeof COLUMNS>;

interface SessionKey {
  readonly projectId: ProjectId;
  readonly sessionId: SessionId;
}

/** Reads all records of a few sessions. Concurrent callers share a query, even across projects. */
export class BatchedRecordReader {
  readonly #shards: number;
  readonly #byShard: ReadonlyMap<number, Batcher<readonly SessionKey[], StoredRecord[] | null>>;

  /** `recordsMax`: a query that finds more records returns null for all its callers. */
  constructor(cluster: Cluster, recordsMax: number) {
    this.#shards = cluster.shards.length;
    const options = {
      weightOf: (keys: readonly SessionKey[]) => keys.length,
      weightMax: SESSIONS_PER_READ_MAX,
      concurrencyMax: READS_PER_SHARD_MAX,
    };
    this.#byShard = new Map(
      cluster.shards.map((shard) => [
        shard,
        new Batcher((group) => recordsOf(cluster, shard, group, recordsMax), options),
      ]),
    );
  }

  /** Returns null when there are more than `recordsMax` records. */
  async of(projectId: ProjectId, sessionIds: Iterable<SessionId>): Promise<StoredRecord[] | null> {
    const keys = [...new Set(sessionIds)].map((sessionId) => ({ projectId, sessionId }));
    const byShard = Map.groupBy(keys, ({ sessionId }) => shardOfSession(projectId, sessionId, this.#shards));
    const found = await Promise.all([...byShard].map(([shard, ofShard]) => this.#byShard.get(shard)!.run(ofShard)));
    return found.some((records) => records === null) ? null : (found as StoredRecord[][]).flat();
  }
}

async function recordsOf(
  cluster: Cluster,
  shard: number,
  group: readonly (readonly SessionKey[])[],
  recordsMax: number,
): Promise<(StoredRecord[] | null)[]> {
  const records = await cluster.queryReplica(shard, recordsQuery(cluster.local('records'), group.flat(), recordsMax));
  // The result is truncated, so it does not say which caller's records are too many.
  if (records.length > recordsMax) return group.map(() => null);
  if (group.length === 1) return [records];
  const bySession = Map.groupBy(records, keyOf);
  return group.map((keys) => keys.flatMap((key) => bySession.get(keyOf(key)) ?? []));
}

/** Exported for the benchmark, which runs the same query without the store. */
export function recordsQuery(table: string, keys: readonly SessionKey[], recordsMax: number): Query<typeof COLUMNS> {
  return {
    sql: `SELECT project_id, session_id, event_id, goal_no, occurred_at, toString(precedence) FROM ${table}
      WHERE (project_id, session_id) IN {keys:Array(Tuple(String, String))} AND goal_no != ${CLIENT_NO}
      LIMIT ${recordsMax + 1}`,
    parameters: { keys: keys.map(({ projectId, sessionId }) => new TupleParam([projectId, sessionId])) },
    columns: COLUMNS,
  };
}

/** Neither id can contain a space. */
function keyOf({ projectId, sessionId }: SessionKey): string {
  return `${projectId} ${sessionId}`;
}
