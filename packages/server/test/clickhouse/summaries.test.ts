import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Event } from '#goalpost/model/event.js';
import type { GoalKey, SessionId } from '#goalpost/model/ids.js';
import type { ReportGroup } from '#goalpost/model/report.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

// Summaries of sessions, of which each node has its own. Reports rotate through the two replicas.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const DAY = 86_400_000;
const MUCH_LATER = T0 + 10 * DAY;
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
  store = await database.open(() => MUCH_LATER);
  await store.projects.create(project());
  await store.goals.create(projectId, urlGoal('/thanks', { key: 'thanks' }));
  await record('1', T0);
  await record('2', T0 + DAY);
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const record = (sessionId: string, at: number, changes: Partial<Event> = {}) =>
  store.events.record(projectId, [{ ...visit('/thanks', { sessionId, id: `e${at}`, at }), ...changes } as Event]);
const prepare = async () => {
  while (await store.reports.work());
};
const onEach = (sql: string) =>
  Promise.all(cluster.urls.map((url) => run(`${url}/?database=${database.database}`, sql)));
const TABLE = 'session_summaries_local';
/** The sessions that have a summary, on each node. */
const summarized = async () =>
  (await onEach(`SELECT session_id FROM ${TABLE} FINAL ORDER BY session_id`)).map((rows) =>
    rows.trim().split('\n').join(),
  );
/** Inserts copies of the summary of session 1, with some other columns, at each node. */
const copy = (changes: string) =>
  onEach(`INSERT INTO ${TABLE} SELECT * REPLACE(${changes}) FROM (SELECT * FROM ${TABLE} WHERE session_id = '1')`);

/** The numbers of sessions, converted sessions, conversions and public conversions; asked of both nodes. */
async function figures(): Promise<number[]> {
  const ask = async (origin: 'public' | null) => {
    const { totals } = await answer([], origin);
    return totals[0]!;
  };
  const [all, others] = [await ask(null), await ask(null)];
  expect(others).toEqual(all);
  return [all.sessions, all.convertedSessions, all.conversions, (await ask('public')).conversions];
}

function answer(groupBy: ReportGroup[], origin: 'public' | null = null) {
  const query = {
    groupBy,
    times: null,
    order: { by: { figure: 'conversions' as const }, descending: true },
    limit: 1000,
    after: null,
  };
  return store.reports.answer(
    {
      projectId,
      choice: { goals: null, types: null, origin },
      filters: { texts: {} },
      periods: [{ from: T0 - DAY, until: MUCH_LATER + 1 }],
      goals: [],
      queries: [query],
    },
    new AbortController().signal,
  );
}
/** The entry pages that both nodes tell. */
const entryPages = async () => {
  const [one, other] = [await answer(['entry_page']), await answer(['entry_page'])];
  expect(other).toEqual(one);
  return one.pages[0]!.rows.map(({ group }) => group[0]).sort();
};

it('Sessions are summarized once their last day is over', async () => {
  await record('3', MUCH_LATER);
  await record('2', MUCH_LATER);
  await prepare();
  expect(await summarized()).toEqual(['1', '1']);
  expect(await store.reports.progress()).toEqual({ days: 1, prepared: 1 });
  expect(await figures()).toEqual([3, 3, 4, 0]);
});

it.each<[string, () => Promise<unknown>, number[], string]>([
  ['a new session', () => record('3', T0), [3, 3, 3, 0], '1,2,3'],
  ['a late event', () => record('2', T0 + DAY + 1), [2, 2, 3, 0], '1,2'],
  ['an event long afterwards', () => record('1', T0 + 5 * DAY), [2, 2, 3, 0], '1,2'],
  ['a session that began earlier than was known', () => record('2', T0 - 2 * DAY), [1, 1, 2, 0], '1,2'],
  ['erasing a session', () => store.sessions.erase(projectId, '1' as SessionId), [1, 1, 1, 0], '2'],
  ['erasing old sessions', () => store.sessions.eraseOlderThan(T0 + 1), [1, 1, 1, 0], '2'],
  [
    'making events public',
    () => store.sessions.markPublic(projectId, { from: T0, until: T0 + 1 }, null),
    [2, 2, 2, 1],
    '1,2',
  ],
  ['removing a goal', () => store.goals.remove(projectId, 'thanks' as GoalKey), [2, 0, 0, 0], '1,2'],
  [
    'a goal that is matched with stored events',
    async () => {
      await store.goals.create(projectId, urlGoal('/t', { key: 'later' }));
      while (await store.goals.work());
    },
    [2, 2, 4, 0],
    '1,2',
  ],
])('%s shows in reports before and after it is summarized', async (_title, change, expected, remaining) => {
  await prepare();
  expect(await figures()).toEqual([2, 2, 2, 0]);
  await change();
  await vi.waitFor(async () => expect(await figures()).toEqual(expected), { timeout: 60_000 });
  await prepare();
  expect(await summarized()).toEqual([remaining, remaining]);
  expect(await figures()).toEqual(expected);
  const { days, prepared } = await store.reports.progress();
  expect(prepared).toBe(days);
});

it('Reports read the summaries of sessions that did not change, and no others', async () => {
  await prepare();
  await copy(`'/told' AS entry_page`);
  expect(await entryPages()).toEqual(['/thanks', '/told']);
  await record('2', T0 + 2 * DAY);
  expect(await entryPages()).toEqual(['/thanks', '/told']);
  await record('1', T0 + 2 * DAY);
  expect(await entryPages()).toEqual(['/thanks']);
});

it('A summary that was made twice counts once, and one of a session that is gone does not count and is removed', async () => {
  await prepare();
  await copy(`'1' AS session_id`);
  expect(await figures()).toEqual([2, 2, 2, 0]);
  await copy(`'gone' AS session_id, 7 AS fingerprint`);
  expect(await figures()).toEqual([2, 2, 2, 0]);
  await record('zz', T0);
  await prepare();
  expect(await summarized()).toEqual(['1,2,zz', '1,2,zz']);
});

it('No session is missed or counted twice while sessions change', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
  await Promise.all(ids.map((id) => record(id, T0)));
  await prepare();
  let isOver = false;
  const changing = (async () => {
    for (let at = 1; !isOver; at++) {
      await Promise.all(ids.filter((_id, index) => index % 7 === at % 7).map((id) => record(id, T0 + at)));
      if (at % 5 === 0) await prepare();
    }
  })();
  let conversions = 0;
  for (let times = 0; times < 20; times++) {
    const [totals] = (await answer([])).totals;
    expect(totals!.sessions).toBe(42);
    expect(totals!.conversions).toBeGreaterThanOrEqual(conversions);
    conversions = totals!.conversions;
  }
  isOver = true;
  await changing;
  expect(conversions).toBeGreaterThan(42);
});

it('No summary is made while sources are being renamed, which changes no fingerprint', async () => {
  await onEach('SYSTEM STOP MERGES records_local');
  await onEach(
    `ALTER TABLE records_local UPDATE source = 'Google' WHERE source = 'google' SETTINGS mutations_sync = 0`,
  );
  await prepare();
  expect(await summarized()).toEqual(['', '']);
  await onEach('SYSTEM START MERGES records_local');
  await vi.waitFor(
    async () => {
      await prepare();
      expect(await summarized()).toEqual(['1,2', '1,2']);
    },
    { timeout: 60_000, interval: 200 },
  );
});
