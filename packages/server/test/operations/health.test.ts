import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { buildApp } from '#goalpost/app.js';
import { buildMetricsServer } from '#goalpost/operations/metrics-server.js';
import { useSharedApi } from '../support/api.js';

const api = useSharedApi();

/** A write waits 5 s for another program's lock before it gives up. */
const LOCK_WAIT_MS = 5000;

it.each([
  ['/healthz', '{"status":"ok"}'],
  ['/readyz', '{"status":"ready"}'],
])('%s answers 200, with no token and no rate limit', async (url, body) => {
  const answer = await api.app.inject(url);
  expect([answer.statusCode, answer.body]).toEqual([200, body]);
  expect(answer.headers).not.toHaveProperty('x-ratelimit-limit');
  for (let count = 0; count < 100; count++) expect((await api.app.inject(url)).statusCode).toBe(200);
});

it('names the parts of the store that are missing, and is ready without them', async () => {
  const missing = [{ name: 'shard 2', reason: 'shard 2 cannot answer: connect ECONNREFUSED 192.0.2.1:8123' }];
  const store = { ...api.store, check: async () => missing };
  const app = await buildApp({ store });
  const metricsServer = await buildMetricsServer({ store, live: { redis: null }, metrics: api.metrics });
  const answers = [await app.inject('/readyz'), await metricsServer.inject('/readyz')];
  expect(answers.map(({ statusCode, body }) => [statusCode, JSON.parse(body)])).toEqual([
    [200, { status: 'ready', missing: ['shard 2'] }],
    [200, { status: 'ready', store: 'partly up', missing }],
  ]);
  await Promise.all([app.close(), metricsServer.close()]);
});

it('while another program holds the database, it is healthy, answers reads, is not ready, and recovers by itself', {
  timeout: LOCK_WAIT_MS + 15_000,
}, async () => {
  const token = await api.issue();
  const other = new DatabaseSync(path.join(api.dataDir, 'goalpost.db'));
  other.exec('BEGIN EXCLUSIVE');
  const readyz = api.app.inject('/readyz');
  expect((await api.app.inject('/healthz')).statusCode).toBe(200);
  expect((await api.ask({ session_ids: [1] }, token)).body).toBe('{"error":false,"data":[]}');
  const answer = await readyz;
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toBe('{"error":true,"message":"The store cannot answer right now; try again in a moment."}');
  expect(answer.headers['retry-after']).toBe('1');
  other.exec('ROLLBACK');
  other.close();
  expect((await api.app.inject('/readyz')).statusCode).toBe(200);
});
