import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNKNOWN } from '#goalpost/model/client.js';
import { type Event, ORIGINS } from '#goalpost/model/event.js';
import { GOALS_MAX } from '#goalpost/model/goal.js';
import type { GoalKey, ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

// Several stores on one database behave like several processes: they share nothing else.

const P1 = 'p1' as ProjectId;
const S1 = ['1'] as SessionId[];
const EVER = { from: null, until: null };

let node: Cluster;
let database: ClickHouseDatabase;
let stores: Store[];

beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());
beforeEach(async () => {
  database = await newDatabase(node);
  stores = await Promise.all(Array.from({ length: 3 }, () => database.open()));
  await stores[0]!.projects.create(project());
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.drop();
});

const idsSeenBy = async (store: Store, sessionIds = S1): Promise<string[]> => {
  const selection = { projectId: P1, sessionIds, period: EVER, types: null };
  return JSON.parse((await store.conversions.ids(selection, { limit: 10_000, after: null })).json);
};
const stored = async (what: string) =>
  Number(await run(node.urls[0]!, `SELECT ${what} FROM ${database.database}.records`));

it('counts an event that several processes store at the same moment once, in every read of each process', async () => {
  await stores[0]!.goals.create(P1, urlGoal('/'));
  // A merge would combine the duplicates.
  await run(node.urls[0]!, `SYSTEM STOP MERGES ${database.database}.records`);
  const events = Array.from({ length: 20 }, (_, index) => visit('/', { id: `e${index}`, at: T0 + index }));
  for (const event of events) await Promise.all(stores.map((store) => store.events.record(P1, [event])));
  // Otherwise the test would prove nothing.
  expect(await stored('countIf(goal_no = 0)')).toBeGreaterThan(events.length);

  const expected = events.map(({ id }) => `1:url:goal:${id}`);
  const selection = { projectId: P1, sessionIds: S1, period: EVER, types: null };
  const page = { limit: 1000, after: null };
  const sessions = { projectId: P1, period: EVER, filters: { texts: {} } };
  const sessionPage = { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 } as const;
  for (const store of stores) {
    expect(await idsSeenBy(store)).toEqual(expected);
    expect(JSON.parse((await store.conversions.list(selection, page)).json)).toHaveLength(20);
    expect(await store.conversions.count(selection)).toMatchObject([{ count: 20 }]);
    expect(JSON.parse((await store.visits.ids({ ...selection, visitIds: null }, page)).json)).toHaveLength(20);
    expect(await store.visits.count({ ...selection, visitIds: null })).toEqual(new Map([['1', 20]]));
    expect(await store.sessions.list(sessions, sessionPage)).toMatchObject({
      total: 1,
      sessions: [{ visits: 20, conversions: 20 }],
    });
    expect((await store.sessions.timeline(P1, S1[0]!, page))!.entries).toHaveLength(20);
    const rule = { type: 'url', rule: { match: 'prefix', pattern: '/', on: 'path' } } as const;
    expect(await store.goals.preview({ projectId: P1, typed: rule, period: EVER }, null)).toMatchObject({
      examined: 20,
      matchedAt: expect.toSatisfy((times: number[]) => times.length === 20),
    });
  }
  await stores[1]!.goals.create(P1, urlGoal('/', { key: 'later' }));
  expect((await stores[1]!.goals.find(P1, 'later' as GoalKey))!.matching.total).toBe(20);
  while (await stores[2]!.goals.work());
  expect(await idsSeenBy(await reopened())).toHaveLength(40);
});

it('keeps one of two differing copies of an event, with its own conversions only', async () => {
  const [one, other] = stores as [Store, Store];
  await one.goals.create(P1, urlGoal('/a', { key: 'a' }));
  await one.goals.create(P1, urlGoal('/b', { key: 'b' }));
  for (let index = 0; index < 20; index++) {
    const where = { id: `e${index}`, at: T0 + index };
    await Promise.all([one.events.record(P1, [visit('/a', where)]), other.events.record(P1, [visit('/b', where)])]);
  }
  const found = await idsSeenBy(one);
  expect(found).toHaveLength(20);
  const page = { limit: 1000, after: null };
  const { entries } = (await other.sessions.timeline(P1, S1[0]!, page))!;
  expect(entries.map(({ event, goals }) => `1:url:${goals.map(({ key }) => key)}:${event.id}`)).toEqual(found);
  for (const { event, goals } of entries) expect(`/${goals[0]!.key}`).toBe((event as { url: string }).url);
  await run(node.urls[0]!, `OPTIMIZE TABLE ${database.database}.records FINAL`);
  expect(await stored('countIf(goal_no = 0)')).toBe(20);
  expect(await idsSeenBy(other)).toEqual(found);
});

it('applies all goal changes of several processes, and never exceeds the limit of goals', async () => {
  const wanted = Array.from({ length: GOALS_MAX + 6 }, (_, index) => urlGoal('/', { key: `g${index}` }));
  const answers = await Promise.all(wanted.map((goal, index) => stores[index % 3]!.goals.create(P1, goal)));
  expect(answers.filter((answer) => answer === 'full')).toHaveLength(6);
  expect(await stores[0]!.goals.list(P1)).toHaveLength(GOALS_MAX);
});

it('gives a key that several processes take at the same moment to one of them', async () => {
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all(
      stores.map((store, index) => store.goals.create(P1, urlGoal(`/${index}`, { key: `k${round}` }))),
    );
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(2);
  }
});

it('has one salt per day, whichever process creates it', async () => {
  for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) {
    expect(new Set(await Promise.all(stores.map((store) => store.visitors.salt(day)))).size).toBe(1);
  }
});

it('matches every event that one process stores while another creates a goal', async () => {
  const [maker, collector, worker] = stores as [Store, Store, Store];
  await collector.events.record(P1, [visit('/', { id: 'first' })]);
  let made = 0;
  const collected: string[] = [];
  const collect = async () => {
    while (made < 40) {
      const id = `e${collected.length}`;
      await collector.events.record(P1, [visit('/', { id, at: T0 + collected.length })]);
      collected.push(id);
    }
  };
  const make = async () => {
    for (; made < 40; made++) await maker.goals.create(P1, urlGoal('/', { key: `g${made}` }));
  };
  const work = async () => {
    while (made < 40) await worker.goals.work();
    while (await worker.goals.work());
  };
  await Promise.all([collect(), make(), work()]);
  while (await worker.goals.work());
  expect(await idsSeenBy(await reopened())).toHaveLength(40 * (collected.length + 1));
});

describe('processes whose clocks are minutes apart', () => {
  const MINUTE_MS = 60_000;
  const now = Date.now;
  afterEach(() => vi.restoreAllMocks());

  /** Stores an event in a process whose clock is wrong by some minutes. */
  const record = async (store: Store, minutes: number, event: Event, browser: string) => {
    vi.spyOn(Date, 'now').mockImplementation(() => now() + minutes * MINUTE_MS);
    const facts = new Map([[event.sessionId, { client: { ...UNKNOWN, browser }, visitor: null }]]);
    await store.events.record(P1, [event], facts, { mayOverlookRepeated: true });
    vi.restoreAllMocks();
  };

  it.for(ORIGINS)('keep the %s event that was stored first, with its conversions and client', async (origin) => {
    const [one, other] = stores as [Store, Store];
    await one.goals.create(P1, urlGoal('/a', { key: 'a' }));
    await one.goals.create(P1, urlGoal('/b', { key: 'b' }));
    for (const [index, minutes] of [-60, -5, 0, 5, 60].entries()) {
      const where = { sessionId: `s${index}` as SessionId, id: 'e', origin };
      await record(one, 0, visit('/a', where), 'Firefox');
      await record(other, minutes, visit('/b', where), 'Chrome');
      expect(await idsSeenBy(other, [where.sessionId])).toEqual([`s${index}:url:a:e`]);
      const { session } = (await other.sessions.timeline(P1, where.sessionId, { limit: 10, after: null }))!;
      expect(session.client.browser).toBe('Firefox');
    }
  });

  it('keep the trusted event, whichever was stored first', async () => {
    const [one, other] = stores as [Store, Store];
    await one.goals.create(P1, urlGoal('/trusted', { key: 'goal' }));
    for (const [index, minutes] of [-60, 60].entries()) {
      const [early, late] = [`s${index}a`, `s${index}b`] as [SessionId, SessionId];
      const trusted = (sessionId: SessionId) => visit('/trusted', { sessionId, id: 'e', origin: 'trusted' });
      const strange = (sessionId: SessionId) => visit('/public', { sessionId, id: 'e', origin: 'public' });
      await record(one, 0, trusted(early), 'Firefox');
      await record(other, minutes, strange(early), 'Chrome');
      await record(other, minutes, strange(late), 'Chrome');
      await record(one, 0, trusted(late), 'Firefox');
      expect(await idsSeenBy(other, [early, late])).toHaveLength(2);
    }
  });
});

/** Opens a store with empty caches. */
async function reopened(): Promise<Store> {
  const store = await database.open();
  stores.push(store);
  return store;
}
