import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Node } from '#goalpost/clickhouse/cluster/node.js';
import type { GoalKey, SessionId } from '#goalpost/model/ids.js';
import type { ReportGroup } from '#goalpost/model/report.js';
import type { SessionFilters } from '#goalpost/model/session.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

// Sums of slices of sessions, of which each node has its own. Reports rotate through the two replicas.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MUCH_LATER = T0 + 10 * DAY;
/** In slices of two or so. A session begins every hour. */
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const PER_STEP = 2;
const { id: projectId } = project();
let cluster: Cluster;
let database: ClickHouseDatabase;
let store: Store;

beforeAll(async () => {
  cluster = await startCluster(1, 2);
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  database = await newDatabase(cluster);
  store = await database.open(() => MUCH_LATER, { sessionsPerStep: PER_STEP });
  await store.projects.create(project());
  await store.goals.create(projectId, urlGoal('/thanks', { key: 'thanks' }));
  for (const [index, id] of IDS.entries()) await record(id, T0 + index * HOUR);
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const record = (sessionId: string, at: number) =>
  store.events.record(projectId, [visit('/thanks', { sessionId, id: `e${at}`, at })]);
const prepare = async () => {
  while (await store.reports.work());
};
const onEach = (sql: string) =>
  Promise.all(cluster.urls.map((url) => run(`${url}/?database=${database.database}`, sql)));
const TABLE = 'slice_sums_local';
/** Of each node: the number of slices, of their sessions, and of the most sessions in one. */
const summed = async () => {
  const counted = `SELECT count(), sum(sessions), max(sessions) FROM ${TABLE} FINAL WHERE counted_by = ''`;
  return (await onEach(counted)).map((row) => row.trim().split('\t').map(Number));
};
/** Makes every sum tell of ten times as many sessions, so that reports show from where they have their figures. */
const exaggerate = async () => {
  const tenfold = 'arrayMap(sessions -> sessions * 10, began.sessions) AS `began.sessions`';
  await onEach(`INSERT INTO ${TABLE} SELECT * REPLACE(${tenfold}) FROM (SELECT * FROM ${TABLE} FINAL)`);
};

interface Asked {
  readonly groupBy?: ReportGroup[];
  readonly filters?: SessionFilters;
  readonly from?: number;
  readonly until?: number;
}

/** The numbers of sessions, converted sessions and conversions, which both nodes tell. */
async function figures(asked: Asked = {}): Promise<number[]> {
  const { groupBy = [], filters = { texts: {} }, from = T0 - DAY, until = MUCH_LATER } = asked;
  const query = { times: null, order: { by: { figure: 'conversions' as const }, descending: true }, limit: 1000 };
  const question = {
    projectId,
    choice: { goals: null, types: null, origin: null },
    filters,
    periods: [{ from, until }],
    goals: [],
    queries: [{ ...query, groupBy, after: null }],
  };
  const answer = () => store.reports.answer(question, new AbortController().signal);
  const [one, other] = [await answer(), await answer()];
  expect(other).toEqual(one);
  const { sessions, convertedSessions, conversions } = one.totals[0]!;
  return [sessions, convertedSessions, conversions];
}

it('Slices of sessions that are over have sums, on each node', async () => {
  await prepare();
  for (const [slices, sessions, most] of await summed()) {
    expect(slices).toBeGreaterThan(IDS.length / PER_STEP / 2);
    expect(sessions).toBe(IDS.length);
    expect(most).toBeLessThanOrEqual(2 * PER_STEP);
  }
  expect(await figures()).toEqual([8, 8, 8]);
});

it('A slice with a session that may go on has none', async () => {
  await record('h', MUCH_LATER);
  await record('i', MUCH_LATER);
  await prepare();
  for (const [, sessions] of await summed()) expect(sessions).toBeLessThan(IDS.length);
  expect(await figures({ until: MUCH_LATER + 1 })).toEqual([9, 9, 10]);
});

it.each<[string, Asked, number]>([
  ['about everything', {}, 80],
  ['by a property', { groupBy: ['source'] }, 80],
  ['by a property and the goal', { groupBy: ['source', 'goal'] }, 80],
  ['by the page of conversions', { groupBy: ['page'] }, 80],
  ['by two properties', { groupBy: ['source', 'country'] }, 8],
  ['with a filter', { filters: { texts: {}, converted: true } }, 8],
  ['about a period that cuts all slices', { from: T0 + HOUR, until: T0 + HOUR + 1 }, 1],
])('A report %s counts from sums if they have all of it', async (_what, asked, expected) => {
  await prepare();
  await exaggerate();
  expect(await figures(asked)).toEqual([expected, expected, expect.any(Number)]);
});

it('A period has sums of the slices that lie in it, and counts the sessions of others', async () => {
  await prepare();
  await exaggerate();
  const [sessions] = await figures({ from: T0 + HOUR });
  expect(sessions! % 10).toBeGreaterThan(0);
  expect(sessions).toBeGreaterThan(10);
});

it('A session that changes takes the sums of its slice out of use, and of no other', async () => {
  await prepare();
  await exaggerate();
  await record('a', T0 + 1);
  const [sessions] = await figures();
  expect(sessions! % 10).toBeGreaterThan(0);
  expect(sessions).toBeGreaterThan(10);
  await prepare();
  await exaggerate();
  expect((await figures())[0]! % 10).toBe(0);
});

it.each<[string, () => Promise<unknown>, number[]]>([
  ['a new session', () => record('aa', T0), [9, 9, 9]],
  ['a session after all others', () => record('z', T0), [9, 9, 9]],
  ['a late event', () => record('b', T0 + 2 * DAY), [8, 8, 9]],
  ['an event before the period', () => record('b', T0 - 2 * DAY), [7, 7, 8]],
  ['erasing a session', () => store.sessions.erase(projectId, 'c' as SessionId), [7, 7, 7]],
  ['erasing old sessions', () => store.sessions.eraseOlderThan(T0 + 2 * HOUR + 1), [5, 5, 5]],
  ['removing a goal', () => store.goals.remove(projectId, 'thanks' as GoalKey), [8, 0, 0]],
  [
    'a goal that is matched with stored events',
    async () => {
      await store.goals.create(projectId, urlGoal('/t', { key: 'later' }));
      while (await store.goals.work());
    },
    [8, 8, 16],
  ],
])('%s shows in reports before and after it is summed up', async (_title, change, expected) => {
  await prepare();
  expect(await figures()).toEqual([8, 8, 8]);
  await change();
  await vi.waitFor(async () => expect(await figures()).toEqual(expected), { timeout: 60_000 });
  // A pass finds slices that have lost their sums, and the next one divides them.
  for (let pass = 0; pass < 2; pass++) await prepare();
  expect(await figures()).toEqual(expected);
  await exaggerate();
  expect((await figures({ from: T0 - 3 * DAY }))[0]! % 10).toBe(0);
});

it('Erasing a session removes the sums that it is in at once', async () => {
  await prepare();
  const isIn = `from_id <= 'c' AND until_id > 'c'`;
  const having = `SELECT count() FROM ${TABLE} WHERE (${isIn}) OR from_id LIKE 'c%' OR until_id LIKE 'c%'`;
  expect((await onEach(having)).map(Number)).not.toContain(0);
  await store.sessions.erase(projectId, 'c' as SessionId);
  expect((await onEach(having)).map(Number)).toEqual([0, 0]);
});

it('Sums that are made again while a report is counted, and no longer fit its period, do not take their sessions with them', async () => {
  await prepare();
  // Until they are made again, the sums say that all events of their sessions are in the period.
  await record('a', T0 + 5 * DAY);
  const query = Node.prototype.query;
  let isPrepared = false;
  const asking = vi.spyOn(Node.prototype, 'query').mockImplementation(async function (this: Node, asked, signal) {
    const rows = await query.call(this, asked, signal);
    if (!isPrepared && asked.sql.startsWith('SELECT from_id, until_id, sessions')) {
      isPrepared = true;
      await prepare();
    }
    return rows;
  });
  expect(await figures({ until: T0 + 2 * DAY })).toEqual([8, 8, 8]);
  expect(isPrepared).toBe(true);
  asking.mockRestore();
});

it('Sums that lack a row are made again', async () => {
  await prepare();
  await onEach(`DELETE FROM ${TABLE} WHERE counted_by = 'source'`);
  await prepare();
  await exaggerate();
  expect(await figures({ groupBy: ['source'] })).toEqual([80, 80, 8]);
});

it('A slice that loses its sums again and again keeps its bounds', async () => {
  await prepare();
  const bounds = async () =>
    await onEach(`SELECT from_id, until_id FROM ${TABLE} FINAL WHERE counted_by = '' ORDER BY from_id`);
  const before = await bounds();
  // An event of today: the slice has no sums until the session is over.
  await record('c', MUCH_LATER);
  await prepare();
  expect(await bounds()).not.toEqual(before);
  for (let pass = 0; pass < 3; pass++) await prepare();
  await store.close();
  store = await database.open(() => MUCH_LATER + 3 * DAY, { sessionsPerStep: PER_STEP });
  await prepare();
  expect(await bounds()).toEqual(before);
});

it('Two processes that sum up the same sessions in other slices end with sums that do not overlap', async () => {
  const other = await database.open(() => MUCH_LATER, { sessionsPerStep: PER_STEP + 1 });
  for (let pass = 0; pass < 3; pass++) {
    await Promise.all(
      [store, other].map(async ({ reports }) => {
        while (await reports.work()) expect(await figures()).toEqual([8, 8, 8]);
      }),
    );
  }
  await other.close();
  await prepare();
  for (const [, sessions] of await summed()) expect(sessions).toBe(IDS.length);
  await exaggerate();
  expect(await figures()).toEqual([80, 80, 8]);
});

it('Erasing a project removes its sums', async () => {
  await prepare();
  await store.projects.remove(projectId);
  while (await store.projects.work());
  expect((await onEach(`SELECT count() FROM ${TABLE}`)).map(Number)).toEqual([0, 0]);
});

it('Sums that overlap count once, and one of them is removed', async () => {
  await prepare();
  const changes = `'0' AS from_id, 'z' AS until_id, total AS fingerprint, 80 AS sessions`;
  const total = `(SELECT sum(fingerprint) FROM ${TABLE} FINAL WHERE counted_by = '') AS total`;
  await onEach(
    `INSERT INTO ${TABLE} WITH ${total} SELECT * REPLACE(${changes}) FROM ${TABLE} FINAL ORDER BY from_id LIMIT 1 BY counted_by`,
  );
  await record('a', T0 + 1);
  expect(await figures()).toEqual([8, 8, 9]);
  for (let pass = 0; pass < 3; pass++) await prepare();
  for (const [, sessions] of await summed()) expect(sessions).toBe(IDS.length);
  expect(await figures()).toEqual([8, 8, 9]);
});

it('A slice that has grown is divided', async () => {
  await prepare();
  for (let index = 0; index < 10; index++) await record(`b${index}`, T0);
  for (let pass = 0; pass < 3; pass++) await prepare();
  for (const [, sessions, most] of await summed()) {
    expect(sessions).toBe(IDS.length + 10);
    expect(most).toBeLessThanOrEqual(2 * PER_STEP);
  }
  expect(await figures()).toEqual([18, 18, 18]);
});
