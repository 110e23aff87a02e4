import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GoalKey, SessionId } from '#goalpost/model/ids.js';
import { Connection } from '#goalpost/sqlite/database/connection.js';
import { wordsIn } from '#goalpost/sqlite/reports/days/columns.js';
import { claimDay, encodeDay, findDay, keepDay } from '#goalpost/sqlite/reports/days/keep-days.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';

const DAY = 86_400_000;
const MUCH_LATER = T0 + 10 * DAY;
let dir: string;
let store: Store;
let connection: Connection;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  store = openSqliteStore(dir, { now: () => MUCH_LATER });
  await store.projects.create(project());
  await store.goals.create(project().id, urlGoal('/thanks', { key: 'thanks' }));
  await record('1', T0);
  await record('2', T0 + DAY);
  connection = Connection.openWriter(path.join(dir, 'goalpost.db'));
});
afterEach(async () => {
  connection.close();
  await store.close();
  rmSync(dir, { recursive: true });
});

const record = (sessionId: string, at: number) =>
  store.events.record(project().id, [visit('/thanks', { sessionId, id: `e${at}`, at })]);
/** The days that are kept, counted from that of T0. */
const kept = () =>
  connection
    .arrays<[number], []>('SELECT day_no FROM report_days WHERE first_at IS NOT NULL ORDER BY day_no')
    .all()
    .map(([day]) => day - Math.floor(T0 / DAY));
/** The days that a changed session is noted for. */
const changes = () =>
  connection
    .arrays<[number], []>('SELECT DISTINCT day_no FROM report_changes ORDER BY day_no')
    .all()
    .map(([day]) => day - Math.floor(T0 / DAY));
const columns = () => connection.arrays<[number], []>('SELECT count(*) FROM report_columns').get()![0];
/** How many conversions each kept day has. */
const conversionsKept = () =>
  connection
    .arrays<[Uint8Array], []>("SELECT bytes FROM report_columns WHERE name = 'goal_no' ORDER BY day_no")
    .all()
    .map(([bytes]) => wordsIn(bytes).length);
const prepare = async () => {
  while (await store.reports.work());
};

it('Days are kept once they are over, and none is kept twice', async () => {
  expect(findDay(connection, T0 + 1.5 * DAY)?.dayNo).toBe(Math.floor(T0 / DAY));
  await prepare();
  expect(kept()).toEqual([0, 1]);
  expect(await store.reports.work()).toBe(false);
  await record('3', MUCH_LATER);
  expect(await store.reports.work()).toBe(false);
});

it('erasing a session deletes its day, with its columns', async () => {
  await prepare();
  const all = columns();
  await store.sessions.erase(project().id, '1' as SessionId);
  expect(kept()).toEqual([1]);
  expect(columns()).toBe(all / 2);
  await record('2', T0 + DAY + 1);
  await store.sessions.erase(project().id, '2' as SessionId);
  expect([kept(), columns(), changes()]).toEqual([[], 0, []]);
});

it('erasing a session deletes all days that were built with it', async () => {
  await prepare();
  await record('2', T0);
  await store.sessions.erase(project().id, '2' as SessionId);
  expect([kept(), columns(), changes()]).toEqual([[], 0, []]);
});

it.each<[string, () => Promise<unknown>, number[]]>([
  ['a new session', () => record('3', T0), [0]],
  ['an event of a session', () => record('2', T0 + DAY + 1), [1]],
  ['a session that began earlier than was known', () => record('2', T0), [0, 1]],
  ['making events public', () => store.sessions.markPublic(project().id, { from: T0, until: T0 + 1 }, null), [0]],
])('%s is noted for the days it changes, until they are built again', async (_title, change, changed) => {
  expect(changes()).toEqual([]);
  await prepare();
  await change();
  expect(kept()).toEqual([0, 1]);
  expect(changes()).toEqual(changed);
  await prepare();
  expect(kept().length).toBeGreaterThan(0);
  expect(changes()).toEqual([]);
  expect(await store.reports.work()).toBe(false);
});

it('changes of days that are not kept are not noted', async () => {
  await record('3', MUCH_LATER);
  await record('3', MUCH_LATER + 1);
  expect(changes()).toEqual([]);
});

it('A day without any conversion is kept', async () => {
  await store.goals.remove(project().id, 'thanks' as GoalKey);
  await prepare();
  expect(kept()).toEqual([0, 1]);
});

it('A day that changes while it is built is not kept', async () => {
  const day = findDay(connection, MUCH_LATER)!;
  const claim = claimDay(connection, day);
  const built = encodeDay(connection, day);
  await record('1', T0 + 1);
  keepDay(connection, day, claim, built);
  expect(kept()).toEqual([]);
  expect(columns()).toBe(0);
});

it('A day that changes while it is built again stays as it was kept', async () => {
  await prepare();
  await record('1', T0 + 1);
  const day = findDay(connection, MUCH_LATER)!;
  const claim = claimDay(connection, day);
  const built = encodeDay(connection, day);
  await record('1', T0 + 2);
  keepDay(connection, day, claim, built);
  expect(conversionsKept()).toEqual([1, 1]);
  expect(changes()).toEqual([0]);
  await prepare();
  expect(conversionsKept()).toEqual([3, 1]);
});

it('Of two who build a day, the one with the later claim keeps it', () => {
  const day = findDay(connection, MUCH_LATER)!;
  const first = claimDay(connection, day);
  const second = claimDay(connection, day);
  keepDay(connection, day, first, encodeDay(connection, day));
  expect(kept()).toEqual([]);
  keepDay(connection, day, second, encodeDay(connection, day));
  expect(kept()).toEqual([0]);
});

it('A day without a goal that became live gets its conversions; matching alone changes nothing', async () => {
  await prepare();
  await store.goals.create(project().id, urlGoal('/t', { key: 'later' }));
  const before = columns();
  expect(await store.reports.work()).toBe(false);
  while (await store.goals.work());
  expect(kept()).toEqual([0, 1]);
  expect(conversionsKept()).toEqual([1, 1]);
  await prepare();
  expect(columns()).toBe(before);
  expect(conversionsKept()).toEqual([2, 2]);
  await store.goals.remove(project().id, 'thanks' as GoalKey);
  await store.goals.create(project().id, urlGoal('/th', { key: 'last' }));
  while (await store.goals.work());
  await prepare();
  expect(conversionsKept()).toEqual([2, 2]);
});
