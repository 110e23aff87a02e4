import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORIGINS } from '#goalpost/model/event.js';
import type { GoalKey } from '#goalpost/model/ids.js';
import type { Figures, ReportGroup, ReportRow, RowPlace } from '#goalpost/model/report.js';
import type { SessionFilters } from '#goalpost/model/session.js';
import { isTime } from '#goalpost/store/reports/groups.js';
import type { ReportQuery, ReportQuestion } from '#goalpost/store/reports/question.js';
import type { Store } from '#goalpost/store/store.js';
import { T0, visit } from '../support/builders.js';
import type { OpenStore } from './open-store.js';
import { events, History, KEYS, MOMENTS, SESSIONS, type Step, steps } from './report-history.js';
import { type ModelFigures, type ModelRow, ReportModel } from './report-model.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
/** With the days on which clocks change, in places by half an hour. */
const DAYS = [DAY, DAY - HOUR / 2, DAY, DAY - HOUR];
const NEVER_ABORTED = new AbortController().signal;

const ALL_CONVERSIONS = { goals: null, types: null, origin: null };

/** Where days begin in time zones whose offsets are quarters of an hour, and one whose offset is not. */
const OFFSETS = [0, 60, 345, -210, 630, 19.5].map((minutes) => minutes * 60_000);
const MIDNIGHTS = OFFSETS.flatMap((offset) => [0, 1, 2, 4, 5].map((day) => Math.floor(T0 / DAY + day) * DAY - offset));

const between = (moments: readonly number[], added: number) =>
  fc
    .tuple(fc.constantFrom(...moments), fc.constantFrom(...moments))
    .map(([one, other]) => ({ from: Math.min(one, other), until: Math.max(one, other) + added }));
const QUARTERS = MOMENTS.filter((at) => at % QUARTER === 0);
export const period = fc.oneof(between(MOMENTS, 1), between(MIDNIGHTS, DAY), between(QUARTERS, QUARTER));

const groupBy: fc.Arbitrary<ReportGroup[]> = fc
  .uniqueArray(
    fc.constantFrom<ReportGroup>('hour', 'day', 'goal', 'type', 'page', 'country', 'entry_page', 'utm_term'),
    {
      maxLength: 2,
    },
  )
  .filter((groups) => groups.filter(isTime).length < 2);

export const filters: fc.Arbitrary<SessionFilters> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ texts: {} }) },
  {
    weight: 2,
    arbitrary: fc.record({
      texts: fc.constantFrom<SessionFilters['texts']>(
        {},
        { country: { is: ['NL', null] } },
        { country: { isNot: ['NL'] } },
        { country: { contains: ['l'] } },
        { country: { contains: ['b', null], isNot: [null] } },
      ),
      origin: fc.constantFrom(undefined, ...ORIGINS),
      converted: fc.constantFrom(undefined, undefined, true, false),
      conversion: fc.constantFrom<SessionFilters['conversion']>(
        undefined,
        { goals: ['g' as GoalKey] },
        { types: ['url'], page: { is: ['/a'] } },
        { origin: 'public' },
      ),
    }),
  },
);

const question = fc.record({
  choice: fc.record({
    goals: fc.constantFrom<readonly GoalKey[] | null>(null, ['g' as GoalKey], ['h', 'i'] as GoalKey[]),
    types: fc.constantFrom<['url'] | ['event'] | null>(null, ['url'], ['event']),
    origin: fc.constantFrom(null, null, ...ORIGINS),
  }),
  filters,
  periods: fc.array(period, { minLength: 1, maxLength: 2 }),
  queries: fc.array(
    fc.record({
      groupBy,
      offset: fc.constantFrom(...OFFSETS),
      sort: fc.constantFrom('conversions', 'sessions', 'converted_sessions', 'conversion_rate', 'currency', 'group'),
      descending: fc.boolean(),
      limit: fc.constantFrom(1, 2, 1000, 1000, 1000),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
/** However a history was drawn, all of its events are sent, most of them convert, and a session is erased. */
const LAST_STEPS: Step[] = [
  { kind: 'send', count: Number.MAX_SAFE_INTEGER },
  { kind: 'put', goal: { key: 'g', path: '/', count: 'every', valueFrom: 'event' } },
  { kind: 'erase', sessionId: SESSIONS[0] },
];

/** Thousands of queries, which a busy machine answers several times as slowly as an idle one, in ms. */
const HISTORIES_MS = 1_200_000;
/** As many histories as a store in this process is tested with. */
const MANY = 10;

type Drawn = typeof question extends fc.Arbitrary<infer Value> ? Value : never;

export function describeReportFigures(name: string, open: OpenStore, histories: number): void {
  describe(`Reports of ${name}`, () => {
    it('end when their signal aborts', async () => {
      const { store, release } = await open(() => T0);
      const { projectId } = await History.begin(store, 'p1', [], () => {});
      await store.events.record(projectId, [visit('/')]);
      const closing = new AbortController();
      const period = { from: T0, until: T0 + 1 };
      const asked = {
        projectId,
        choice: ALL_CONVERSIONS,
        filters: { texts: {} },
        periods: [period],
        goals: [],
        queries: [],
      };
      expect((await store.reports.answer(asked, closing.signal)).totals).toMatchObject([{ sessions: 1 }]);
      const answer = store.reports.answer(asked, closing.signal);
      closing.abort(new Error('closed'));
      await expect(answer).rejects.toThrow('closed');
      await expect(store.reports.answer(asked, closing.signal)).rejects.toThrow('closed');
      await release();
    });

    it('have the figures of a plain count, after every step of any history', { timeout: HISTORIES_MS }, async () => {
      // Days are over, so that background work has something to do.
      let now = T0 + 10 * DAY;
      const { store, release } = await open(() => now);
      let run = 0;
      const pass = (ms: number) => {
        now += ms;
      };
      const checked = { rows: 0, conversions: 0, erased: 0 };
      try {
        await fc.assert(
          fc.asyncProperty(
            events,
            steps,
            fc.array(question, { minLength: 1, maxLength: 4 }),
            async (all, history, asked) => {
              const of = await History.begin(store, `r${run++}`, all, pass);
              const whole = [...history, ...LAST_STEPS];
              for (const [index, step] of whole.entries()) {
                await of.take(step);
                if (step.kind === 'erase') checked.erased++;
                if (step.kind === 'put' || step.kind === 'send') await of.finishMatching();
                await compare(of, toQuestion(asked[index % asked.length]!, of), checked);
              }
              await of.take({ kind: 'prepareAll' });
              for (const one of [EVERYTHING, ...asked]) {
                await compare(of, toQuestion({ ...one, periods: EVERYTHING.periods }, of), checked);
              }
            },
          ),
          // Over the network, looking for a smaller history that fails would take longer than the test may.
          { numRuns: histories, endOnFailure: histories < MANY, examples: [[CONVERTING, [], [EVERYTHING]]] },
        );
      } finally {
        await release();
      }
      for (const [what, count] of Object.entries(checked)) expect(count, what).toBeGreaterThanOrEqual(histories);
    });
  });
}

/** Few histories are drawn for a store over the network, so the first is one in which sessions certainly convert. */
const CONVERTING = SESSIONS.slice(0, 3).map((sessionId, index) =>
  visit('/a', { sessionId, id: 'a', at: MOMENTS[index]! }),
);

/** The report without any restriction. */
const EVERYTHING: Drawn = {
  choice: ALL_CONVERSIONS,
  filters: { texts: {} },
  periods: [{ from: MOMENTS[0]!, until: MOMENTS.at(-1)! + 1 }],
  queries: [{ groupBy: ['entry_page', 'goal'], offset: 0, sort: 'conversions', descending: true, limit: 1000 }],
};

function toQuestion(drawn: Drawn, { projectId, goals }: History): ReportQuestion {
  const chosen = drawn.choice.goals ?? KEYS;
  const types = (path: string) => (path === 'purchase' ? 'event' : 'url');
  return {
    projectId,
    ...drawn,
    goals: [...goals.values()]
      .filter(
        ({ key, path }) =>
          chosen.includes(key as never) && (drawn.choice.types?.includes(types(path) as never) ?? true),
      )
      .map(({ key }) => key as GoalKey),
    queries: drawn.queries.map(({ groupBy: by, offset, sort, descending, limit }) => ({
      groupBy: by,
      times: timesOf(by, offset, drawn.periods),
      order: {
        by:
          sort === 'currency'
            ? { currency: 'EUR' }
            : sort === 'group'
              ? by.length > 0
                ? { group: by[0]! }
                : { figure: 'sessions' }
              : { figure: sort },
        descending,
      },
      limit,
      after: null,
    })),
  };
}

function timesOf(by: readonly ReportGroup[], offset: number, periods: ReportQuestion['periods']): number[][] | null {
  const group = by.find(isTime);
  if (group === undefined) return null;
  return periods.map(({ from, until }) => startsBetween(from, until, offset, group === 'hour' ? [HOUR] : DAYS));
}

/** The first one is at or before the start of the period. */
function startsBetween(from: number, until: number, offset: number, lengths: readonly number[]): number[] {
  const longest = Math.max(...lengths);
  const starts = [Math.floor((from + offset) / longest) * longest - offset];
  for (let index = 0; starts.at(-1)! + lengths[index]! < until; index = (index + 1) % lengths.length) {
    starts.push(starts.at(-1)! + lengths[index]!);
  }
  return starts;
}

async function compare(
  history: History,
  asked: ReportQuestion,
  checked: { rows: number; conversions: number },
): Promise<void> {
  const { store } = history;
  const model = new ReportModel(history.events, [...history.goals.values()]);
  const { totals } = await store.reports.answer(asked, NEVER_ABORTED);
  const none: ReportQuery = { ...asked.queries[0]!, groupBy: [], times: null };
  expect(totals.map(plain)).toEqual(asked.periods.map((_period, index) => model.figures(asked, none, index, [])));
  checked.conversions += totals[0]!.conversions;
  for (const query of asked.queries) {
    const rows = await allRows(store, asked, query);
    const expected = expectedRows(model, asked, query);
    expect(
      rows.map(({ group, figures, before }) => ({ group, now: plain(figures), before: before && plain(before) })),
    ).toEqual(expected);
    checked.rows += rows.length;
  }
}

/** All pages. */
async function allRows(store: Store, asked: ReportQuestion, query: ReportQuery): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  let after: RowPlace | null = null;
  do {
    const { pages } = await store.reports.answer({ ...asked, queries: [{ ...query, after }] }, NEVER_ABORTED);
    rows.push(...pages[0]!.rows);
    after = pages[0]!.next;
  } while (after !== null);
  return rows;
}

function plain({ sessions, convertedSessions, conversions, value }: Figures): ModelFigures {
  return { sessions, converted: convertedSessions, conversions, value: Object.fromEntries(value) };
}

function expectedRows(model: ReportModel, asked: ReportQuestion, query: ReportQuery): ModelRow[] {
  const time = query.groupBy.findIndex(isTime);
  const isIn = (group: ModelRow['group'], at: number) =>
    time === -1 || ((group[time] as number) >= 0 && (group[time] as number) < query.times![at]!.length);
  const hasConversionGroup = query.groupBy.some((by) => ['goal', 'type', 'page'].includes(by));
  const isAny = (figures: ModelFigures) =>
    figures.converted + figures.conversions > 0 || (!hasConversionGroup && figures.sessions > 0);
  const always =
    query.groupBy.length === 0 || (query.groupBy.length === 1 && (time === 0 || query.groupBy[0] === 'goal'));
  return model
    .groups(asked, query)
    .filter((group) => isIn(group, 0))
    .map((group) => ({
      group,
      now: model.figures(asked, query, 0, group),
      before: asked.periods[1] && isIn(group, 1) ? model.figures(asked, query, 1, group) : null,
    }))
    .filter(
      ({ group, now, before }) => isAny(now) || (before && isAny(before)) || (always && isShown(asked, query, group)),
    )
    .sort((one, other) => compareRows(one, other, query));
}

function isShown({ goals }: ReportQuestion, { groupBy: [by] }: ReportQuery, [value]: ModelRow['group']): boolean {
  return by !== 'goal' || goals.includes(value as GoalKey);
}

function compareRows(one: ModelRow, other: ModelRow, { order, groupBy: by }: ReportQuery): number {
  const keyOf = ({ group, now }: ModelRow) => {
    if ('group' in order.by) return group[by.indexOf(order.by.group)] ?? null;
    if ('currency' in order.by) return now.value[order.by.currency] ?? null;
    if (order.by.figure === 'conversion_rate') return now.sessions === 0 ? null : now.converted / now.sessions;
    return { conversions: now.conversions, sessions: now.sessions, converted_sessions: now.converted }[order.by.figure];
  };
  const values = [
    [keyOf(one), keyOf(other), order.descending],
    ...one.group.map((value, index) => [value, other.group[index]!, false] as const),
  ] as const;
  for (const [left, right, descending] of values) {
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    return left < right === descending ? 1 : -1;
  }
  return 0;
}
