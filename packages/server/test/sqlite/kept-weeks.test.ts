import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GoalKey, SessionId } from '#goalpost/model/ids.js';
import type { ReportGroup } from '#goalpost/model/report.js';
import { Connection } from '#goalpost/sqlite/database/connection.js';
import { encodeWeek, findWeek, keepWeek } from '#goalpost/sqlite/reports/weeks/keep-weeks.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { ReportQuestion } from '#goalpost/store/reports/question.js';
import type { Store } from '#goalpost/store/store.js';
import { customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';

// That reports are right is tested for both stores, by `report-figures.ts`. Here: which of them read weeks, and since when.

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** Thursday midnight, where a week begins. */
const START = Math.floor(T0 / WEEK) * WEEK;
/** The third week is not over. */
const MUCH_LATER = START + 2 * WEEK + 2 * DAY;
const P1 = project().id;
let dir: string;
let store: Store;
let connection: Connection;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  store = openSqliteStore(dir, { now: () => MUCH_LATER });
  await store.projects.create(project());
  await store.goals.create(P1, urlGoal('/thanks', { key: 'thanks', valueFrom: 'goal', value: '0.5', currency: 'EUR' }));
  await store.goals.create(
    P1,
    goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'buy', valueFrom: 'trusted_event' }),
  );
  // Two whole weeks, and a day of the third. Day 3 has no sessions.
  for (const day of [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]) await record(day);
  connection = Connection.openWriter(path.join(dir, 'goalpost.db'));
});
afterEach(async () => {
  connection.close();
  await store.close();
  rmSync(dir, { recursive: true });
});

/** Sessions with a page and a campaign of the day and with ones of all days. */
function record(day: number) {
  const at = START + day * DAY + day * 1000;
  return store.events.record(P1, [
    visit(`/thanks?utm_source=mail-${day}`, { sessionId: `a${day}`, id: '1', at }),
    customEvent('purchase', { sessionId: `a${day}`, id: '2', at: at + 1, value: '9.50', currency: 'EUR' }),
    customEvent('purchase', {
      sessionId: `a${day}`,
      id: '3',
      at: at + 2,
      value: '-900',
      currency: day % 2 ? 'JPY' : 'EUR',
    }),
    visit('/thanks?utm_source=mail', { sessionId: `b${day}`, id: '1', at: at + 3 }),
    visit('/thanks/again', { sessionId: `b${day}`, id: '2', at: at + 4 }),
    visit('/', { sessionId: `c${day}`, id: '1', at: at + 5, origin: 'public' }),
  ]);
}

const prepare = async () => {
  while (await store.reports.work());
};
/** The weeks that are kept, counted from the first. */
const kept = () =>
  connection
    .arrays<[number], []>('SELECT week_no FROM report_weeks ORDER BY week_no')
    .all()
    .map(([week]) => week - START / WEEK);

function ask(groupBy: ReportGroup[], choice: Partial<ReportQuestion['choice']> = {}, ahead = 0) {
  const question: ReportQuestion = {
    projectId: P1,
    choice: { goals: null, types: null, origin: null, ...choice },
    filters: { texts: {} },
    // The first week, and the second without its last day.
    periods: [
      { from: START, until: START + 2 * WEEK - DAY },
      { from: START - WEEK, until: START + WEEK },
    ],
    goals: [],
    queries: [
      {
        groupBy,
        times: groupBy.includes('day') ? [0, -1].map((week) => startsFrom(START + week * WEEK - ahead)) : null,
        order: { by: { figure: 'sessions' }, descending: true },
        limit: 1000,
        after: null,
      },
    ],
  };
  return store.reports.answer(question, new AbortController().signal);
}

function startsFrom(at: number): number[] {
  return Array.from({ length: 15 }, (_, day) => at + day * DAY);
}

const deleteDaysOfFirstWeek = () =>
  connection.execute(`DELETE FROM report_columns WHERE day_no < ${(START + WEEK) / DAY}`);

const BUY = { goals: ['buy' as GoalKey] };
it.each<[ReportGroup[], Partial<ReportQuestion['choice']>]>([
  [[], {}],
  [[], BUY],
  [['goal'], {}],
  [['day'], {}],
  [['goal', 'day'], {}],
  [['utm_source'], {}],
  [['utm_source'], BUY],
  [['utm_source', 'goal'], {}],
  [['type', 'entry_page'], {}],
  [['page'], {}],
  [['page', 'goal'], { types: ['url'] }],
])('a report by %j about %j reads a week instead of its days', async (groupBy, choice) => {
  const before = await ask(groupBy, choice);
  await prepare();
  expect(kept()).toEqual([0, 1]);
  expect(await ask(groupBy, choice)).toEqual(before);
  expect(before.totals).toMatchObject([{ sessions: 36 }, { sessions: 18 }]);
  deleteDaysOfFirstWeek();
  expect(await ask(groupBy, choice)).toEqual(before);
});

const NEPAL = (5.75 * DAY) / 24;
it.each<[string, ReportGroup[], Partial<ReportQuestion['choice']>, number]>([
  ['times between hours', ['day'], {}, NEPAL],
  ['two properties', ['source', 'country'], {}, 0],
  ['an origin', [], { origin: 'trusted' }, 0],
])('a report with %s reads days', async (_title, groupBy, choice, ahead) => {
  await prepare();
  await ask(groupBy, choice, ahead);
  deleteDaysOfFirstWeek();
  await expect(ask(groupBy, choice, ahead)).rejects.toThrow();
});

it('a week is not read after a session of it changed, until it is kept again', async () => {
  await prepare();
  const late = visit('/thanks', { sessionId: 'a1', id: 'late', at: START + DAY + 1 });
  await store.events.record(P1, [late]);
  const after = await ask(['goal']);
  expect(after.totals[0]).toMatchObject({ sessions: 36, conversions: 61 });
  await store.reports.work();
  expect(kept()).toEqual([1]);
  expect(await ask(['goal'])).toEqual(after);
  await prepare();
  expect(kept()).toEqual([0, 1]);
  expect(await ask(['goal'])).toEqual(after);
});

it('a week is no longer kept when a day that had no sessions is', async () => {
  await prepare();
  await record(3);
  expect((await ask([])).totals).toMatchObject([{ sessions: 39 }, { sessions: 21 }]);
  await store.reports.work();
  expect(kept()).toEqual([1]);
  await prepare();
  expect(kept()).toEqual([0, 1]);
  expect((await ask([])).totals).toMatchObject([{ sessions: 39 }, { sessions: 21 }]);
});

it('erasing a session deletes its week at once, with its sums', async () => {
  await prepare();
  const sums = () => connection.arrays<[number], []>('SELECT count(*) FROM report_week_sums').get()![0];
  const all = sums();
  await store.sessions.erase(P1, 'a1' as SessionId);
  expect(kept()).toEqual([1]);
  expect(sums()).toBe(all / 2);
  expect((await ask([])).totals).toMatchObject([{ sessions: 35 }, { sessions: 17 }]);
});

it('a week that is not over is not kept', async () => {
  await prepare();
  connection.execute('DELETE FROM report_weeks');
  expect(findWeek(connection, START + WEEK)).toBeNull();
  expect(findWeek(connection, START + WEEK + DAY)).toMatchObject({ weekNo: START / WEEK });
});

it.each<[string, () => Promise<unknown>]>([
  [
    'gets a late event',
    () => store.events.record(P1, [visit('/', { sessionId: 'a1', id: 'late', at: START + DAY + 1 })]),
  ],
  ['loses a session', () => store.sessions.erase(P1, 'a1' as SessionId)],
])('a week of which a day %s while it is summed up is not kept', async (_title, change) => {
  await prepare();
  connection.execute('DELETE FROM report_weeks');
  const week = findWeek(connection, MUCH_LATER)!;
  const sums = encodeWeek(connection, week);
  await change();
  keepWeek(connection, week, sums);
  expect(kept()).toEqual([]);
});
