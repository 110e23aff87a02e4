import type { Cluster } from './cluster.js';
import { integer } from './rows.js';

/** Rejects with `StoreUnavailable` when a shard does not answer. */
export async function probe(cluster: Cluster): Promise<void> {
  const columns = { one: integer };
  await Promise.all(cluster.shards.map((shard) => cluster.queryShard(shard, { sql: 'SELECT 1', columns })));
}
