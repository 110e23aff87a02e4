import { UnusableStore } from '../../store/store.js';
import type { Node } from './node.js';
import { integer } from './rows.js';

/** A node's position in its cluster. Shards and replicas count from 1. */
export interface Place {
  readonly shard: number;
  readonly replica: number;
  /** The number of shards in the cluster. */
  readonly shards: number;
}

/**
 * Looks up a node's place in `cluster`; null means a standalone node.
 *
 * @throws {UnusableStore} when the node is not in that cluster, or Goalpost cannot use the cluster.
 */
export async function placeOf(node: Node, cluster: string | null): Promise<Place> {
  if (cluster === null) return { shard: 1, replica: 1, shards: 1 };
  const rows = await node.query({
    sql: `SELECT shard_num, replica_num, is_local, shard_weight FROM system.clusters WHERE cluster = {cluster:String}`,
    parameters: { cluster },
    columns: { shard: integer, replica: integer, isLocal: integer, weight: integer },
  });
  if (rows.length === 0) {
    throw new UnusableStore(
      `${node.name} knows no cluster ${cluster}; name one that it has under remote_servers with --clickhouse-cluster`,
    );
  }
  // Goalpost computes a session's shard itself, and ignores weights when doing so.
  if (rows.some(({ weight }) => weight !== 1)) {
    throw new UnusableStore(`shards of the cluster ${cluster} have weights; Goalpost needs all of them to be 1`);
  }
  const here = rows.find(({ isLocal }) => isLocal === 1);
  if (!here)
    throw new UnusableStore(`${node.name} is not itself in the cluster ${cluster}; give addresses of its nodes`);
  return { shard: here.shard, replica: here.replica, shards: Math.max(...rows.map(({ shard }) => shard)) };
}

/** Whether ClickHouse Keeper replicates the node's tables, as it does when it was there at their migration. */
export async function isReplicated(node: Node): Promise<boolean> {
  const [row] = await node.query({
    sql: `SELECT count() FROM system.tables
      WHERE database = currentDatabase() AND name = 'catalogue_local' AND startsWith(engine, 'Replicated')`,
    columns: { tables: integer },
  });
  return row!.tables > 0;
}

export function refusedLogin({ name }: Node): UnusableStore {
  return new UnusableStore(`${name} refuses the login; put the right user and password into --clickhouse-url`);
}
