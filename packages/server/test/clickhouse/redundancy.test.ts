import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Metrics } from '#goalpost/operations/metrics.js';
import { buildMetricsServer } from '#goalpost/operations/metrics-server.js';
import { logNodes } from '#goalpost/operations/node-log.js';
import type { Store } from '#goalpost/store/store.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase } from '../support/clickhouse/store.js';

let cluster: Cluster;
let store: Store;

beforeAll(async () => {
  cluster = await startCluster(2, 2);
  store = await (await newDatabase(cluster)).open();
});
afterAll(async () => {
  await store?.close();
  await cluster?.stop();
});

it('tells by log, metric and readiness when a replica leaves and returns, and how many copies are left', async () => {
  const nodes = store.nodes!;
  const names = cluster.urls.map((url) => new URL(url).host);
  const lines: unknown[] = [];
  const log = (level: string) => (fields: object, message: string) => lines.push({ level, ...fields, message });
  logNodes(nodes, { info: log('info') as never, warn: log('warn') as never });
  const metrics = new Metrics(null, nodes);
  const server = await buildMetricsServer({ store, live: { redis: null }, metrics });
  const readyz = async () => {
    const answer = await server.inject('/readyz');
    return [answer.statusCode, answer.json().shards];
  };
  const both = { shard: 1, up: names.slice(0, 2), away: [] };
  const others = { shard: 2, up: names.slice(2), away: [] };
  expect(await readyz()).toEqual([200, [both, others]]);

  const replica = cluster.nodes[1]!;
  await replica.kill();
  await vi.waitFor(() => expect(lines).toHaveLength(1), 30_000);
  const fields = { node: names[1], shard: 1, of: 2 };
  expect(lines[0]).toMatchObject({ ...fields, level: 'warn', copies: 1, message: 'a node of the store has left' });
  // A check was under way, or the next one found nobody.
  expect(lines[0]).toHaveProperty('reason', expect.stringMatching(/ECONNREFUSED|ECONNRESET|closed/));
  expect(await readyz()).toEqual([200, [{ shard: 1, up: [names[0]], away: [names[1]] }, others]]);
  expect(await metrics.text()).toContain('goalpost_store_nodes{shard="1",state="away"} 1\n');

  await replica.start();
  await vi.waitFor(() => expect(lines).toHaveLength(2), 30_000);
  expect(lines[1]).toMatchObject({ ...fields, level: 'info', copies: 2, message: 'a node of the store is back' });
  expect(await readyz()).toEqual([200, [both, others]]);
  expect(await metrics.text()).toContain('goalpost_store_nodes{shard="1",state="up"} 2\n');
  await server.close();
});
