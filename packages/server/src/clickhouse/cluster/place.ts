import { UnusableStore } from '../../store/store.js';
import type { Node } from './node.js';
import { integer } from './rows.js';

/** Where a node stands in its cluster; both count from 1. */
export interface Place {
  readonly shard: number;
  readonly replica: number;
  /** Of the whole cluster. */
  readonly shards: number;
}

/**
 * Asks a node for its place in `cluster`; null is a node that stands alone.
 *
 * @throws {UnusableStore} when it is not in that cluster, or the cluster is one that Goalpost cannot use.
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
  // Which shard a session is in is reckoned here as well as there.
  if (rows.some(({ weight }) => weight !== 1)) {
    throw new UnusableStore(`shards of the cluster ${cluster} have weights; Goalpost needs all of them to be 1`);
  }
  const here = rows.find(({ isLocal }) => isLocal === 1);
  if (!here)
    throw new UnusableStore(`${node.name} is not itself in the cluster ${cluster}; give addresses of its nodes`);
  return { shard: here.shard, replica: here.replica, shards: Math.max(...rows.map(({ shard }) => shard)) };
}

export function refusedLogin({ name }: Node): UnusableStore {
  return new UnusableStore(`${name} refuses the login; put the right user and password into --clickhouse-url`);
}
