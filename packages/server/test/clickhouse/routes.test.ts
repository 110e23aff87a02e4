import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { NodePool } from '#goalpost/clickhouse/cluster/node-pool.js';
import { askingRoute, type PooledNode, routeThrough } from '#goalpost/clickhouse/cluster/pooled-node.js';
import { integer } from '#goalpost/clickhouse/cluster/rows.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { CLUSTER } from '../support/clickhouse/config.js';
import { newDatabase } from '../support/clickhouse/store.js';

// Which replicas a node asks when a query is about all shards.

let cluster: Cluster;
let pool: NodePool;

beforeAll(async () => {
  cluster = await startCluster(2, 2);
  const { urls, database, cluster: name } = await newDatabase(cluster);
  pool = new NodePool(urls, database, name);
  await pool.locate();
});
afterAll(async () => {
  await pool.close();
  await cluster.stop();
});

const nameOf = ({ place }: PooledNode) => `shard ${place!.shard}, replica ${place!.replica}`;
/** The nodes of the way through a node. */
const routeOf = (index: number) => routeThrough(pool.all[index]!, pool.all).map(nameOf);

/** The nodes that answer a query about all shards through a node. */
const answering = (index: number) => answeringBy(routeThrough(pool.all[index]!, pool.all));

async function answeringBy(route: readonly PooledNode[]): Promise<string[]> {
  const rows = await route[0]!.node.query({
    sql: `SELECT getServerPort('http_port') FROM cluster('${CLUSTER}', system.one)`,
    columns: { port: integer },
    settings: askingRoute(route),
  });
  const places = rows.map(({ port }) => cluster.nodes.find(({ place }) => place.httpPort === port)!.place);
  return places.map(({ shard, replica }) => `shard ${shard}, replica ${replica}`).sort();
}

it('goes through replicas at the same position, and past one that is silent', async () => {
  const [first, second] = [
    ['shard 1, replica 1', 'shard 2, replica 1'],
    ['shard 1, replica 2', 'shard 2, replica 2'],
  ];
  for (const [index, expected] of [first, second, first, second].entries()) {
    expect(routeOf(index).sort()).toEqual(expected);
    for (let times = 0; times < 5; times++) expect(await answering(index)).toEqual(expected);
  }
  const frozen = cluster.nodes[2]!.processId!;
  process.kill(frozen, 'SIGSTOP');
  try {
    await vi.waitFor(() => expect(pool.all[2]!.heartbeat.answers).toBe(false), 30_000);
    const past = ['shard 1, replica 1', 'shard 2, replica 2'];
    expect(routeOf(0)).toEqual(past);
    for (let times = 0; times < 5; times++) expect(await answering(0)).toEqual(past);
    expect(routeOf(3)).toEqual([...second].reverse());
  } finally {
    process.kill(frozen, 'SIGCONT');
  }
  await vi.waitFor(() => expect(routeOf(0)).toEqual(first), 30_000);
});

it('asks a replica that has returned, although ClickHouse has counted errors of it', async () => {
  const returning = cluster.nodes[2]!;
  const route = routeThrough(pool.all[0]!, pool.all);
  expect(route.map(nameOf)).toEqual(['shard 1, replica 1', 'shard 2, replica 1']);
  await returning.kill();
  // ClickHouse asks the other one, and counts an error each time.
  for (let times = 0; times < 5; times++) {
    expect(await answeringBy(route)).toEqual(['shard 1, replica 1', 'shard 2, replica 2']);
  }
  await returning.start();
  await vi.waitFor(() => expect(pool.all[2]!.heartbeat.answers).toBe(true), 30_000);
  expect(await answeringBy(route)).toEqual(['shard 1, replica 1', 'shard 2, replica 1']);
});

it('leaves the choice to ClickHouse when no position suits all shards', async () => {
  const frozen = [2, 3].map((index) => cluster.nodes[index]!.processId!);
  for (const id of frozen) process.kill(id, 'SIGSTOP');
  try {
    await vi.waitFor(() => expect(routeOf(0)).toEqual(['shard 1, replica 1']), 30_000);
    expect(askingRoute(routeThrough(pool.all[0]!, pool.all))).toEqual({});
  } finally {
    for (const id of frozen) process.kill(id, 'SIGCONT');
  }
});
