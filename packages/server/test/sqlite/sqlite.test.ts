import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import type { Client } from '#goalpost/model/client.js';
import type { Event } from '#goalpost/model/event.js';
import type { GoalKey, ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { PageStart } from '#goalpost/model/page.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { JsonPage } from '#goalpost/store/contract/conversions.js';
import { SNAPSHOT_KEPT_MS } from '#goalpost/store/store.js';
import { describeStore } from '../store/conformance.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { rowsIn } from '../support/sqlite.js';

describeStore('the SQLite store', async (now) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dir, { now });
  return {
    store,
    release: async () => {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
});

/**
 * A project with goals that match the same 8000 visits in 2000 sessions, and a function that counts the stored
 * conversions of each goal.
 */
async function withGoals(keys: readonly string[]) {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const clock = { now: T0 };
  const store = openSqliteStore(dir, { now: () => clock.now });
  const p1 = 'p1' as ProjectId;
  await store.projects.create(project());
  for (const key of keys) await store.goals.create(p1, urlGoal('/', { key }));
  for (let batch = 0; batch < 4; batch++) {
    const events = Array.from({ length: 2000 }, (_, index) => visit('/', { sessionId: `s${index}`, id: `e${batch}` }));
    await store.events.record(p1, events);
  }
  return {
    store,
    clock,
    remove: (key: string) => store.goals.remove(p1, key as GoalKey),
    /** Does all due work, and returns the number of steps. */
    work: async () => {
      let steps = 0;
      while (await store.goals.work()) steps++;
      return steps;
    },
    rows: () =>
      rowsIn(
        path.join(dir, 'goalpost.db'),
        'SELECT goal_key, count(*) FROM conversions JOIN goals USING (goal_no) GROUP BY goal_key ORDER BY goal_key',
      ),
    release: async () => {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
}

it('deletes all conversions of a removed goal, in steps, and none of another', async () => {
  const { clock, remove, work, rows, release } = await withGoals(['gone', 'kept']);
  await remove('gone');
  expect(await work()).toBe(0);
  expect(rows()).toEqual([
    ['gone', 8000],
    ['kept', 8000],
  ]);
  clock.now += SNAPSHOT_KEPT_MS;
  expect(await work()).toBeGreaterThan(1);
  expect(rows()).toEqual([['kept', 8000]]);
  await release();
});

it('deletes removed goals together in one pass; one that becomes due meanwhile follows', async () => {
  const { store, clock, remove, work, rows, release } = await withGoals(['a', 'b', 'c', 'kept']);
  await remove('b');
  await remove('c');
  clock.now += SNAPSHOT_KEPT_MS - 1;
  await remove('a');
  clock.now += 1;
  expect(await store.goals.work()).toBe(true);
  clock.now += SNAPSHOT_KEPT_MS;
  // 32,000 conversions take seven steps of 5000, because sessions are not split; the remaining 16,000 take four.
  expect(await work()).toBe(6 + 4);
  expect(rows()).toEqual([['kept', 8000]]);
  await release();
});

it('stores the first known client of a session, and the entry from its earliest visit', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dir);
  const p1 = 'p1' as ProjectId;
  await store.projects.create(project());
  const client = { browser: 'Firefox', device: null, platformOs: 'Linux', language: 'nl', country: null };
  const record = (event: Event, known: Client | null) =>
    store.events.record(p1, [event], new Map([['1' as SessionId, { client: known, visitor: null }]]));
  const from = (referrer: string, url: string, id: string, at: number): Event => ({
    ...visit(url, { id, at }),
    referrer,
  });
  await record(from('https://www.google.com/', 'https://shop.example/late?utm_source=news', 'b', T0), client);
  await record(from('https://www.google.com/', 'https://shop.example/first?utm_medium=mail', 'c', T0 - 1000), null);
  await record(from('https://www.google.com/', 'https://shop.example/later', 'a', T0 + 1000), {
    ...client,
    browser: 'Chrome',
    device: 'desktop',
  });
  const database = new DatabaseSync(path.join(dir, 'goalpost.db'), { readOnly: true });
  const session = database.prepare('SELECT * FROM sessions JOIN clients USING (client_no)').get();
  database.close();
  expect(session).toMatchObject({
    browser: 'Firefox',
    device: 'desktop',
    platform_os: 'Linux',
    language: 'nl',
    country: null,
    entry_page: '/first',
    source: 'Google',
    utm_source: null,
    utm_medium: 'mail',
  });
  await store.close();
  rmSync(dir, { recursive: true });
});

it('finds a session by its visitor again when it continues after another process has erased it', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const [store, other] = [openSqliteStore(dir), openSqliteStore(dir)];
  const p1 = 'p1' as ProjectId;
  const ada = { day: '2026-01-03', hash: 'ada' };
  const facts = new Map([['1' as SessionId, { client: null, visitor: ada }]]);
  await store.projects.create(project());
  await store.events.record(p1, [visit('/', { id: 'e1' })], facts);
  await other.sessions.erase(p1, '1' as SessionId);
  expect(await store.visitors.sessions([ada], 0)).toEqual([]);
  await store.events.record(p1, [visit('/', { id: 'e2' })], facts);
  expect(await store.visitors.sessions([ada], 0)).toMatchObject([{ id: '1' }]);
  await Promise.all([store.close(), other.close()]);
  rmSync(dir, { recursive: true });
});

it('returns a whole list in order over its pages, however unevenly spread in time', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dir);
  const p1 = 'p1' as ProjectId;
  await store.projects.create(project());
  await store.goals.create(p1, urlGoal('/', { key: 'home' }));
  // Bursts within one millisecond, one event per second, and gaps of up to a thousand days.
  const times = Array.from({ length: 300 }, (_, index) => T0 + 10 ** (index % 12) + (index % 3) * 1000 * index);
  await store.events.record(
    p1,
    times.map((at, index) => visit('/', { sessionId: `s${index % 7}`, id: `e${index}`, at })),
  );
  const sessionIds = Array.from({ length: 7 }, (_, index) => `s${index}` as SessionId);
  for (const period of [
    { from: null, until: null },
    { from: T0 + 1000, until: T0 + 10 ** 9 },
  ]) {
    const of = { projectId: p1, sessionIds, period, types: null };
    const whole = JSON.parse((await store.conversions.ids(of, { limit: 1000, after: null })).json);
    for (const limit of [1, 7, 50]) {
      const paged: string[] = [];
      let after: PageStart | null = null;
      do {
        const page: JsonPage = await store.conversions.ids(of, { limit, after });
        paged.push(...JSON.parse(page.json));
        after = page.next;
      } while (after);
      expect(paged).toEqual(whole);
    }
  }
  await store.close();
  rmSync(dir, { recursive: true });
});

it.each([100, 101, 1000, 1001])(
  'returns the same answer on every thread: %i conversions of one session',
  async (count) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
    const store = openSqliteStore(dir);
    const p1 = 'p1' as ProjectId;
    await store.projects.create(project());
    await store.goals.create(p1, urlGoal('/', { key: 'home' }));
    await store.events.record(
      p1,
      Array.from({ length: count }, (_, index) =>
        visit('/', { sessionId: 's', id: `e${index}`, at: T0 - (index % 7) }),
      ),
    );
    const answers = async (sessionIds: string[]) => {
      const of = { projectId: p1, sessionIds: sessionIds as SessionId[], period: { from: null, until: null } };
      const conversions = { ...of, types: null };
      const visits = { ...of, visitIds: null };
      const pages = [10_000, 7].map((limit) => ({ limit, after: null }));
      return Promise.all([
        ...pages.map((page) => store.conversions.ids(conversions, page)),
        ...pages.map((page) => store.conversions.list(conversions, page)),
        store.conversions.count(conversions),
        ...pages.map((page) => store.visits.ids(visits, page)),
        ...pages.map((page) => store.visits.list(visits, page)),
        store.visits.count(visits),
      ]);
    };
    const alone = await answers(['s']);
    expect(JSON.parse((alone[0] as JsonPage).json)).toHaveLength(count);
    expect(alone).toEqual(await answers(['s', ...Array.from({ length: 16 }, (_, index) => `nobody-${index}`)]));
    await store.close();
    rmSync(dir, { recursive: true });
  },
);

it('leaves a single complete file without a log when it is closed', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dir);
  await store.projects.create(project());
  await store.events.record('p1' as ProjectId, [visit('/', {})]);
  // This runs on a reader thread.
  await store.sessions.timeline('p1' as ProjectId, '1' as SessionId, { limit: 1, after: null });
  expect(readdirSync(dir)).toContain('goalpost.db-wal');
  await store.close();
  expect(readdirSync(dir)).toEqual(['goalpost.db']);
  rmSync(dir, { recursive: true });
});
