import type { Cluster } from '../cluster/cluster.js';
import { integer } from '../cluster/rows.js';

/** The shard whose clock orders the records of all shards. */
const CLOCK_SHARD = 1;

/**
 * The time by the clock of ClickHouse, in microseconds since 1970. All processes ask the same node, as long as it answers,
 * so that the order of their records does not depend on their own clocks.
 */
export async function storeTime(cluster: Cluster): Promise<number> {
  const [row] = await cluster.queryShard(CLOCK_SHARD, {
    sql: 'SELECT toUnixTimestamp64Micro(now64(6))',
    columns: { microseconds: integer },
  });
  return row!.microseconds;
}
