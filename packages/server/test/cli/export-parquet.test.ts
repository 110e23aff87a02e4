import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { newUlid } from '#goalpost/model/ulid.js';
import { urlGoal } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { run } from '../support/clickhouse/store.js';
import { it, type Operator } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

/** ClickHouse reads the files: a reader that others have written. */
let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

const TIME = "Nullable(DateTime64(3, 'UTC'))";
const COLUMNS = {
  events: {
    session_id: 'String',
    id: 'String',
    at: TIME,
    url: 'Nullable(String)',
    properties: 'Nullable(String)',
    value: 'Nullable(String)',
  },
  sessions: { id: 'String', created_at: TIME, source: 'Nullable(String)', visits: 'Int32', conversions: 'Int32' },
  conversions: { id: 'String', occurred_at: TIME, goal_key: 'String', goal_version: 'Int32', value: 'String' },
};

const AT = '2026-01-03T10:00:00.000Z';
const ORDER = {
  session_id: 'a',
  id: 'o1',
  type: 'event',
  at: AT,
  name: 'purchase',
  value: '49.00',
  currency: 'EUR',
  properties: { plan: 'größer' },
};

it('Parquet has every row once, with times and numbers as such', async ({ operator }) => {
  await operator.openShop(urlGoal('/thanks', { key: 'thanks', value: '2.50', currency: 'EUR' }));
  // More rows than a row group has.
  const lines = `${JSON.stringify(ORDER)}\n${visitLines('s', 30_000)}`;
  await operator.startGoalpost(['import', '--project', 'p1', '--format', 'ndjson', '-'], { input: lines }).ended;

  const events = await read(operator, 'events');
  expect([events.length, new Set(events.map(([, id]) => id)).size]).toEqual([30_001, 30_001]);
  expect(events[0]).toEqual(['a', 'o1', '2026-01-03 10:00:00.000', null, '{"plan":"größer"}', '49.00']);
  expect(await read(operator, 'sessions')).toEqual([
    ['a', '2026-01-03 10:00:00.000', null, 0, 0],
    ['s', '2026-01-03 00:00:00.000', null, 30_000, 30_000],
  ]);
  const conversions = await read(operator, 'conversions');
  expect(conversions.length).toBe(30_000);
  expect(conversions[0]).toEqual(['s:url:thanks:v0', '2026-01-03 00:00:00.000', 'thanks', 1, '2.50']);
});

it('Parquet of a project without events is a file without rows', async ({ operator }) => {
  await operator.openShop();
  expect(await read(operator, 'sessions')).toEqual([]);
});

/** Exports to a file, and has ClickHouse read it. In the order of the first two columns. */
async function read(operator: Operator, what: keyof typeof COLUMNS): Promise<(string | number | null)[][]> {
  const file = path.join(operator.dir, `${what}.parquet`);
  const line = `goalpost export ${what} --project p1 --format parquet > ${file}`;
  expect(await operator.shell(line)).toMatchObject({ code: 0, stderr: '' });
  const [url] = node.urls;
  const table = `export_${newUlid()}`;
  const columns = Object.entries(COLUMNS[what]).map(([name, type]) => `${name} ${type}`);
  await run(url!, `CREATE TABLE ${table} (${columns.join(', ')}) ENGINE = Memory`);
  const insert = encodeURIComponent(`INSERT INTO ${table} FORMAT Parquet`);
  const answer = await fetch(`${url}/?query=${insert}`, { method: 'POST', body: readFileSync(file) });
  expect(await answer.text()).toBe('');
  const rows = await run(url!, `SELECT * FROM ${table} ORDER BY 1, 2 FORMAT JSONCompactEachRow`);
  return rows
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => JSON.parse(row));
}
