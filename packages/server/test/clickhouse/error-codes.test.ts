import { ClickHouseError } from '@clickhouse/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { CODES, isTransient, meaningOf } from '#goalpost/clickhouse/cluster/faults.js';
import { QueryClient } from '#goalpost/clickhouse/cluster/query-client.js';
import type { SessionId } from '#goalpost/model/ids.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { P1 } from '../store/tools.js';
import { project, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

let node: Cluster;
let url: string;
let client: QueryClient;
let database: ClickHouseDatabase;

beforeAll(async () => {
  node = await startCluster(1, 1);
  url = node.urls[0]!;
  client = new QueryClient(url, 'default', {});
});
afterAll(async () => {
  await client.destroy();
  await node.stop();
});
beforeEach(async () => {
  database = await newDatabase(node);
});
afterEach(() => database.drop());

it('has the names that ClickHouse gives its codes, and each code once', async () => {
  const all = Object.values(CODES).flatMap((codes) => [...codes]);
  expect(new Set(all.map(([code]) => code)).size).toBe(all.length);
  const names = await client.query('SELECT arrayMap(code -> errorCodeToName(code), {codes:Array(UInt32)})', {
    parameters: { codes: all.map(([code]) => code) },
  });
  expect(names).toEqual([[all.map(([, name]) => name)]]);
});

it.each([
  ['node', 'too little memory', 'SELECT groupArray(number) FROM numbers(1e7)', { max_memory_usage: 1_000_000 }],
  ['node', 'a query that takes too long', 'SELECT sleepEachRow(0.1) FROM numbers(20)', { max_execution_time: 0.2 }],
  ['refused', 'a limit of rows', 'SELECT number FROM numbers(1000)', { max_rows_to_read: 10 }],
  ['missing', 'a missing table', 'SELECT 1 FROM nothing', {}],
  ['missing', 'a missing database', 'SELECT 1 FROM nowhere.nothing', {}],
  ['ours', 'a wrong statement', 'SELECT FROM WHERE', {}],
  ['ours', 'a missing parameter', 'SELECT {id:String}', {}],
  ['ours', 'values of a wrong type', 'SELECT toUInt8({id:String})', { param_id: 'x' }],
] as const)('says "%s" of %s', async (meaning, _what, sql, settings) => {
  const error = await client.query(sql, { settings }).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ClickHouseError);
  expect(meaningOf(error as ClickHouseError)).toBe(meaning);
});

it('treats an unknown error as a reason to answer later', () => {
  const error = new ClickHouseError({ message: 'new', code: '64999', type: 'NEW' });
  expect(meaningOf(error)).toBeNull();
  expect(isTransient(error)).toBe(true);
});

it('is not ready, and stores nothing, with a user who may only read', async () => {
  const direct = await database.open();
  await direct.projects.create(project());
  await direct.close();
  const store = await database.open(Date.now, { urls: [url.replace('://', '://reader@')] });
  try {
    expect(await store.projects.find(P1)).toMatchObject({ id: P1 });
    const requests = [
      () => store.check(),
      () => store.events.record(P1, [visit('/')]),
      () => store.projects.create(project({ id: 'p2' })),
    ];
    for (const request of requests) {
      const error = (await request().catch((failure: unknown) => failure)) as Error;
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error.message).toContain('READONLY (164)');
    }
  } finally {
    await store.close();
  }
});

it.each([
  ['a table', (name: string) => `DROP TABLE ${name}.records`],
  ['the database', (name: string) => `DROP DATABASE ${name}`],
])('is not ready once %s is gone, and says what to do', async (_what, statement) => {
  const store = await database.open();
  await run(url, statement(database.database));
  try {
    await expect(store.check()).rejects.toThrow('Run "goalpost migrate"');
    await expect(store.visits.count(ALL_VISITS)).rejects.toBeInstanceOf(StoreUnavailable);
  } finally {
    await store.close();
    await run(url, `CREATE DATABASE IF NOT EXISTS ${database.database}`);
  }
});

it('answers later, not wrongly, once a table has too many parts', async () => {
  const store = await database.open();
  await store.projects.create(project());
  const table = `${database.database}.records`;
  await run(url, `ALTER TABLE ${table} MODIFY SETTING parts_to_delay_insert = 1, parts_to_throw_insert = 2`);
  await run(url, `SYSTEM STOP MERGES ${table}`);
  try {
    const record = (id: string) => store.events.record(P1, [visit('/', { id })]);
    for (const id of ['e1', 'e2']) await record(id);
    await expect(record('e3')).rejects.toThrow('TOO_MANY_PARTS (252)');
    await expect(record('e3')).rejects.toBeInstanceOf(StoreUnavailable);
  } finally {
    await store.close();
  }
});

const ALL_VISITS = {
  projectId: P1,
  sessionIds: ['1'] as SessionId[],
  period: { from: null, until: null },
  visitIds: null,
};
