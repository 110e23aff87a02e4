import { setTimeout } from 'node:timers/promises';
import { type MissingPart, StoreUnavailable } from '../../store/store.js';
import type { Cluster } from './cluster.js';
import { integer } from './rows.js';

/** A shard that takes longer counts as missing. A proxy that checks readiness does not wait much longer. */
const ANSWER_MS_MAX = 2000;

/**
 * The shards that do not answer, or where nothing can be stored. Without the first, which holds tokens and projects,
 * nothing can be answered.
 *
 * @throws {StoreUnavailable} when it is the first shard.
 */
export async function probe(cluster: Cluster): Promise<MissingPart[]> {
  const missing = await Promise.all(cluster.shards.map((shard) => missingPart(cluster, shard)));
  const [first, ...others] = missing;
  if (first) throw new StoreUnavailable(first.reason);
  return others.filter((part) => part !== null);
}

async function missingPart(cluster: Cluster, shard: number): Promise<MissingPart | null> {
  const name = `shard ${shard}`;
  const reason = await Promise.race([
    use(cluster, shard).then(
      () => null,
      (error: Error) => error.message,
    ),
    setTimeout(ANSWER_MS_MAX, `${name} did not answer within ${ANSWER_MS_MAX} ms`, { ref: false }),
  ]);
  return reason === null ? null : { name, reason };
}

/** The insert has no rows, but needs the table and the right to insert. */
async function use(cluster: Cluster, shard: number): Promise<void> {
  await cluster.queryShard(shard, { sql: 'SELECT 1', columns: { one: integer } });
  await cluster.insert(shard, { table: 'records', rows: [] });
}
