import { expect, it } from 'vitest';
import { renameSources } from '#goalpost/clickhouse/cluster/migrations/003-click-ids.js';
import { plainEngines } from '#goalpost/clickhouse/cluster/migrations/engines.js';
import { Node } from '#goalpost/clickhouse/cluster/node.js';
import { startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase, run } from '../support/clickhouse/store.js';

it('gives stored sources the names that they have today', async () => {
  const cluster = await startCluster(1, 1);
  const { database, drop } = await newDatabase(cluster);
  const url = `${cluster.urls[0]}/?database=${database}`;
  const named = ['google', 'stripe.com', 'it\'s "new"\\'];
  const found = ['Google', 'checkout.stripe.com', 'xn--bcher-kva.example', 'news.example'];
  const hosts = Array.from({ length: 1200 }, (_, index) => `xn--bcher-kva.n${index}.example`);
  const rows = [
    ...named.map((source) => ({ source, utm_source: source })),
    ...[...found, ...hosts, null].map((source) => ({ source, utm_source: null })),
  ].map((row, index) =>
    JSON.stringify({ project_id: 'p', session_id: 's', event_id: `e${10_000 + index}`, goal_no: 0, ...row }),
  );
  await run(`${url}&query=INSERT+INTO+records+FORMAT+JSONEachRow`, rows.join('\n'));

  const node = new Node(cluster.urls[0]!, database);
  await renameSources(node, plainEngines(null));
  await node.close();
  const pending = `SELECT count() FROM system.mutations WHERE database = '${database}' AND NOT is_done`;
  await expect.poll(() => run(url, pending), { timeout: 60_000 }).toBe('0\n');

  const stored = await run(url, 'SELECT source, utm_source FROM records ORDER BY event_id FORMAT JSONCompactEachRow');
  expect(
    stored
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    ['Google', 'google'],
    ['stripe.com', 'stripe.com'],
    ['it\'s "new"\\', 'it\'s "new"\\'],
    ['Google', null],
    [null, null],
    ['bücher.example', null],
    ['news.example', null],
    ...hosts.map((host) => [host.replace('xn--bcher-kva', 'bücher'), null]),
    [null, null],
  ]);
  await drop();
  await cluster.stop();
});
