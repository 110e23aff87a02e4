import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase, run } from '../support/clickhouse/store.js';
import { it, type Operator } from '../support/operator.js';
import { valueIn } from '../support/sqlite.js';

vi.setConfig({ testTimeout: 600_000 });

const SESSIONS = 400;
const EVENTS_PER_SESSION = 100;
const EVENTS = SESSIONS * EVENTS_PER_SESSION;
/** A move is killed once the copy has more than this many events, so always in the middle. */
const KILLED_AT = [0, 12_000, 28_000];
const P1 = project().id;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2, 2);
});
afterAll(() => cluster.stop());

async function fill(operator: Operator): Promise<void> {
  await operator.openShop(urlGoal('/', { key: 'every' }), urlGoal('/', { key: 'once', count: 'once' }));
  const store = openSqliteStore(operator.dataDir);
  for (let batch = 0; batch < EVENTS_PER_SESSION; batch += 10) {
    const events = Array.from({ length: 10 * SESSIONS }, (_, index) =>
      visit('/', { sessionId: `s${index % SESSIONS}`, id: `e${batch + Math.floor(index / SESSIONS)}`, at: T0 - batch }),
    );
    await store.events.record(P1, events);
  }
  await store.close();
}

/** Everything that reads return about some sessions, and the total counts. */
async function seen(store: Store) {
  const sessionIds = ['s0', 's99', 's250', 's399'] as SessionId[];
  const selection = { projectId: P1, sessionIds, period: { from: null, until: null }, types: null };
  const page = { sortKey: 'id', sortOrder: 'asc', limit: 100, offset: 0 } as const;
  return {
    ids: (await store.conversions.ids(selection, { limit: 10_000, after: null })).json,
    sessions: await store.sessions.list({ ...selection, filters: { texts: {} } }, page),
    totals: await store.contents.totals(P1, { after: null, through: null }),
  };
}

/** Runs the move and kills it when the copy has more than `events` events. */
async function kill(operator: Operator, args: readonly string[], count: () => Promise<number>, events: number) {
  const move = operator.startGoalpost(args);
  let hasEnded = false;
  void move.ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded && (await count()) <= events);
  move.process.kill('SIGKILL');
  expect(await move.ended).toEqual({ code: null, stdout: '', stderr: '' });
}

it('a move that is killed repeatedly continues, and ends with an identical installation', async ({ operator }) => {
  await fill(operator);
  const database = await newDatabase(cluster);
  const clickhouse = ['--clickhouse-cluster', database.cluster!, '--clickhouse-database', database.database];
  const urls = ['--clickhouse-url', database.urls.join(',')];
  const there = ['move', '--from', 'sqlite', '--to', 'clickhouse', ...clickhouse, ...urls];
  const back = ['move', '--from', 'clickhouse', '--to', 'sqlite', ...clickhouse, ...urls];
  const file = path.join(operator.dir, 'back', 'goalpost.db');

  const inClickHouse = async () => {
    const sql = `SELECT uniqExact(session_id, event_id) FROM ${database.database}.records WHERE goal_no = 0`;
    return Number(await run(cluster.urls[0]!, sql));
  };
  for (const events of KILLED_AT) {
    await kill(operator, there, inClickHouse, events);
    expect(
      (await operator.goalpost('project', 'list', '--store', 'clickhouse', ...clickhouse, ...urls)).stderr,
    ).toMatch(/a move into it has not finished/);
  }
  expect(await operator.goalpost(...there, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });

  const inSqlite = async () => {
    if (!existsSync(file)) return 0;
    try {
      return valueIn(file, 'SELECT sum(events_stored) FROM projects') as number;
    } catch {
      // The tables do not exist yet.
      return 0;
    }
  };
  const dataDir = ['--data-dir', path.dirname(file)];
  for (const events of KILLED_AT) await kill(operator, [...back, ...dataDir], inSqlite, events);
  expect(await operator.goalpost(...back, ...dataDir, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });

  const stores = [openSqliteStore(operator.dataDir), await database.open(), openSqliteStore(path.dirname(file))];
  const [before, between, after] = await Promise.all(stores.map(seen));
  await Promise.all(stores.map((store) => store.close()));
  expect(before!.totals).toMatchObject({ sessions: SESSIONS, visits: EVENTS });
  expect(between).toEqual(before);
  expect(after).toEqual(before);
  await database.drop();
});
