import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { useApi } from '../support/api.js';

const api = useApi();

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
