import { TupleParam } from '@clickhouse/client';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import { Batcher } from '../../store/batcher.js';
import type { Cluster } from '../cluster/cluster.js';
import { groupBy } from '../cluster/group-by.js';
import type { Query } from '../cluster/node.js';
import { integer, type RowOf, text, textOf } from '../cluster/rows.js';
import { shardOfSession } from '../cluster/shards.js';
import { CLIENT_NO } from '../rows/clients.js';

/** Records of one question, at the most: so many are read and looked through within 10 ms or so. */
export const RECORDS_PER_READ_MAX = 10_000;
/** Sessions that several callers ask about in one question. */
const SESSIONS_PER_READ_MAX = 500;
/** QueryClient under way on a shard: while one is being answered, the answers to the other are worked on. */
const READS_PER_SHARD_MAX = 2;

const COLUMNS = {
  projectId: textOf<ProjectId>(),
  sessionId: textOf<SessionId>(),
  eventId: textOf<EventId>(),
  goalNo: integer,
  occurredAt: integer,
  precedence: text,
};
/** An event, or a conversion it made. */
export type StoredRecord = RowOf<typeof COLUMNS>;

interface SessionKey {
  readonly projectId: ProjectId;
  readonly sessionId: SessionId;
}

/** Reads all records of a few sessions. Callers who ask at the same time share a question, whatever projects they ask about. */
export class BatchedRecordReader {
  readonly #shards: number;
  readonly #byShard: ReadonlyMap<number, Batcher<readonly SessionKey[], StoredRecord[] | null>>;

  /** `recordsMax`: more than so many are not few. */
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

  /** Null when there are too many. */
  async of(projectId: ProjectId, sessionIds: Iterable<SessionId>): Promise<StoredRecord[] | null> {
    const keys = [...new Set(sessionIds)].map((sessionId) => ({ projectId, sessionId }));
    const byShard = groupBy(keys, ({ sessionId }) => shardOfSession(projectId, sessionId, this.#shards));
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
  // Whose are too many is not known.
  if (records.length > recordsMax) return group.map(() => null);
  if (group.length === 1) return [records];
  const bySession = groupBy(records, keyOf);
  return group.map((keys) => keys.flatMap((key) => bySession.get(keyOf(key)) ?? []));
}

/** Exported for the bench, which asks the same past the store. */
export function recordsQuery(table: string, keys: readonly SessionKey[], recordsMax: number): Query<typeof COLUMNS> {
  return {
    sql: `SELECT project_id, session_id, event_id, goal_no, occurred_at, toString(precedence) FROM ${table}
      WHERE (project_id, session_id) IN {keys:Array(Tuple(String, String))} AND goal_no != ${CLIENT_NO}
      LIMIT ${recordsMax + 1}`,
    parameters: { keys: keys.map(({ projectId, sessionId }) => new TupleParam([projectId, sessionId])) },
    columns: COLUMNS,
  };
}

/** Neither id may hold a space. */
function keyOf({ projectId, sessionId }: SessionKey): string {
  return `${projectId} ${sessionId}`;
}
