import type { Cluster } from './cluster.js';
import { integer } from './rows.js';

/**
 * Rejects with `StoreUnavailable` when a shard does not answer, or when nothing can be stored there. The insert has no
 * rows, but needs the table and the right to insert.
 */
export async function probe(cluster: Cluster): Promise<void> {
  const columns = { one: integer };
  await Promise.all(
    cluster.shards.map(async (shard) => {
      await cluster.queryShard(shard, { sql: 'SELECT 1', columns });
      await cluster.insert(shard, { table: 'records', rows: [] });
    }),
  );
}
