import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GoalKey } from '#goalpost/model/ids.js';
import type { ReportGroup } from '#goalpost/model/report.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { ReportQuestion } from '#goalpost/store/reports/question.js';
import type { Store } from '#goalpost/store/store.js';
import { customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import { executeIn } from '../support/sqlite.js';

// That reports are right is tested for both stores, by `report-figures.ts`. Here: which of them read no columns.

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAYS = 6;
const MIDNIGHT = Math.floor(T0 / DAY) * DAY;
/** Where clocks are this far ahead, the first and the last day are cut. */
const NEPAL = 5.75 * HOUR;
const INDIA = 5.5 * HOUR;
const CHINA = 8 * HOUR;
const PRAGUE_BEFORE_1850 = (57 * HOUR) / 60 + 44_000;
let dir: string;
let store: Store;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  store = openSqliteStore(dir, { now: () => T0 + 10 * DAY });
  await store.projects.create(project());
  await store.goals.create(project().id, urlGoal('/thanks', { key: 'thanks' }));
  await store.goals.create(project().id, goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'buy' }));
  for (let day = 0; day < DAYS; day++) {
    const at = MIDNIGHT + day * DAY + 12 * HOUR;
    await store.events.record(project().id, [
      visit('/thanks?utm_source=mail', { sessionId: `${day}`, id: '1', at }),
      customEvent('purchase', { sessionId: `${day}`, id: '2', at: at + HOUR, value: '9.50', currency: 'EUR' }),
      visit('/', { sessionId: `other-${day}`, id: '1', at: at + HOUR }),
    ]);
  }
  while (await store.reports.work());
  // Days alone: see kept-weeks.test.ts.
  executeIn(path.join(dir, 'goalpost.db'), 'DELETE FROM report_weeks');
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

function ask(
  groupBy: ReportGroup[],
  choice: Partial<ReportQuestion['choice']>,
  filters: ReportQuestion['filters'],
  ahead = NEPAL,
) {
  const starts = Array.from({ length: DAYS + 2 }, (_, day) => MIDNIGHT + (day - 1) * DAY - ahead);
  const cut = MIDNIGHT + 18.5 * HOUR - ahead;
  const question: ReportQuestion = {
    projectId: project().id,
    choice: { goals: null, types: null, origin: null, ...choice },
    filters,
    periods: [{ from: cut, until: cut + (DAYS - 1) * DAY }],
    goals: [],
    queries: [
      {
        groupBy,
        times: groupBy.includes('day') ? [starts] : null,
        order: { by: { figure: 'sessions' }, descending: true },
        limit: 1000,
        after: null,
      },
    ],
  };
  return store.reports.answer(question, new AbortController().signal);
}

/** Without all columns of the days that lie wholly in the period, or of all days. */
function deleteColumns(which: 'inner' | 'all') {
  const inner = `day_no > (SELECT min(day_no) FROM report_days) AND day_no < (SELECT max(day_no) FROM report_days)`;
  executeIn(
    path.join(dir, 'goalpost.db'),
    `DELETE FROM report_columns WHERE name NOT LIKE 'sums%' AND name NOT LIKE 'goal_set%' AND ${which === 'all' ? 1 : inner}`,
  );
}

const BUY = { goals: ['buy' as GoalKey] };
it.each<['inner' | 'all', ReportGroup[], Partial<ReportQuestion['choice']>]>([
  ['all', [], {}],
  ['all', ['goal'], {}],
  ['all', ['day'], BUY],
  ['all', ['day', 'goal'], {}],
  ['inner', ['source'], {}],
  ['inner', ['source'], BUY],
  ['inner', ['utm_source', 'type'], { types: ['url'] }],
  ['inner', ['goal', 'entry_page'], {}],
  ['inner', ['page'], {}],
  ['inner', ['page', 'goal'], BUY],
])('without the columns of %s days, a report by %j about %j is the same', async (which, groupBy, choice) => {
  const before = await ask(groupBy, choice, { texts: {} });
  expect(before.totals).toMatchObject([{ sessions: 10 }]);
  deleteColumns(which);
  expect(await ask(groupBy, choice, { texts: {} })).toEqual(before);
});

it.each<[string, ReportGroup[], Partial<ReportQuestion['choice']>, ReportQuestion['filters']]>([
  ['two properties', ['source', 'country'], {}, { texts: {} }],
  ['an origin', [], { origin: 'trusted' }, { texts: {} }],
  ['a filter of texts', [], {}, { texts: { utm_source: { is: ['mail'] } } }],
  ['another filter', [], {}, { texts: {}, converted: true }],
])('a report with %s reads columns', async (_title, groupBy, choice, filters) => {
  await ask(groupBy, choice, filters);
  deleteColumns('inner');
  await expect(ask(groupBy, choice, filters)).rejects.toThrow();
});

it.each<[string, number, string[]]>([
  ['hours', CHINA, ['sums_hours']],
  ['quarters of an hour', INDIA, ['sums_quarters']],
  ['quarters of an hour', NEPAL, ['sums_quarters']],
  ['moments', PRAGUE_BEFORE_1850, ['started_at', 'occurred_at']],
])('a report by day reads %s where clocks are %d ms ahead', async (_title, ahead, read) => {
  const before = await ask(['day'], {}, { texts: {} }, ahead);
  const times = ['sums_hours', 'sums_quarters', 'started_at', 'occurred_at'];
  const remove = (names: readonly string[]) =>
    executeIn(
      path.join(dir, 'goalpost.db'),
      `DELETE FROM report_columns WHERE name IN (${names.map((name) => `'${name}'`)})`,
    );
  remove(times.filter((name) => !read.includes(name)));
  expect(await ask(['day'], {}, { texts: {} }, ahead)).toEqual(before);
  remove(read);
  await expect(ask(['day'], {}, { texts: {} }, ahead)).rejects.toThrow();
});
