import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FunnelGroup, FunnelRow } from '#goalpost/model/funnels/figures.js';
import { FUNNEL_SESSIONS, type FunnelStep, RULE_EVENTS_MAX, STEP_ORDERS } from '#goalpost/model/funnels/path.js';
import type { GoalKey } from '#goalpost/model/ids.js';
import type { FunnelAnswer, FunnelQuestion } from '#goalpost/store/funnels/question.js';
import type { Store } from '#goalpost/store/store.js';
import { customEvent, T0, urlGoal, visit } from '../support/builders.js';
import { FunnelModel, figuresOf, type ModelPassage } from './funnel-model.js';
import type { OpenStore } from './open-store.js';
import { filters, period } from './report-figures.js';
import { events, History, KEYS, MOMENTS, SESSIONS, type Step, steps } from './report-history.js';

const DAY = 86_400_000;
const NEVER_ABORTED = new AbortController().signal;

const step: fc.Arbitrary<FunnelStep> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KEYS).map((key) => ({ goal: key as GoalKey })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<FunnelStep>(
      { typed: { type: 'url', rule: { match: 'prefix', pattern: '/a', on: 'path' } } },
      { typed: { type: 'event', rule: { name: 'refund' } } },
    ),
  },
);

const question = fc.record({
  path: fc.record({
    steps: fc.array(step, { minLength: 2, maxLength: 4 }),
    order: fc.constantFrom(...STEP_ORDERS),
    withinMs: fc.constantFrom(null, null, 0, 1, DAY),
  }),
  filters,
  periods: fc.array(period, { minLength: 1, maxLength: 2 }),
  groupBy: fc.constantFrom<FunnelGroup | null>(null, 'country', 'entry_page'),
  limit: fc.constantFrom(1, 2, 1000),
});
type Drawn = typeof question extends fc.Arbitrary<infer Value> ? Value : never;

/** However a history was drawn, all of its events are sent, and two goals that most of them meet are there. */
const LAST_STEPS: Step[] = [
  { kind: 'send', count: Number.MAX_SAFE_INTEGER },
  { kind: 'put', goal: { key: 'g', path: '/', count: 'every', valueFrom: 'event' } },
  { kind: 'put', goal: { key: 'h', path: '/a', count: 'once', valueFrom: 'event' } },
  { kind: 'erase', sessionId: SESSIONS[0] },
];

const WHOLE: Drawn = {
  path: { steps: [{ goal: 'g' as GoalKey }, { goal: 'g' as GoalKey }], order: 'eventually', withinMs: null },
  filters: { texts: {} },
  periods: [{ from: MOMENTS[0]!, until: MOMENTS.at(-1)! + 1 }],
  groupBy: 'country',
  limit: 1000,
};

/** Few histories are drawn for a store over the network, so the first is one in which sessions complete the whole path. */
const COMPLETING = [SESSIONS[1], SESSIONS[2]].flatMap((sessionId) =>
  ['a', 'b'].map((id, index) => visit('/a', { sessionId, id, at: MOMENTS[index]! })),
);

export function describeFunnelFigures(name: string, open: OpenStore, histories: number): void {
  const asking = (asked: Drawn, { projectId }: History): FunnelQuestion => ({
    projectId,
    ...asked,
    after: null,
    ruleEventsMax: RULE_EVENTS_MAX,
  });

  describe(`Funnels of ${name}`, () => {
    it('end when their signal aborts', async () => {
      const { store, release } = await open(() => T0);
      const history = await History.begin(store, 'p1', [], () => {});
      await store.events.record(history.projectId, [visit('/')]);
      const closing = new AbortController();
      const answer = store.funnels.answer(asking(WHOLE, history), closing.signal);
      closing.abort(new Error('closed'));
      await expect(answer).rejects.toThrow('closed');
      await release();
    });

    it('match rules of up to so many events of the sessions that began in the periods', async () => {
      const { store, release } = await open(() => T0);
      const history = await History.begin(store, 'p1', [], () => {});
      const { projectId } = history;
      await store.goals.create(projectId, urlGoal('/', { key: 'g' }));
      await store.events.record(projectId, [
        visit('/', { id: '1' }),
        customEvent('purchase', { id: '2', at: T0 + DAY }),
        customEvent('$form', { id: '3', at: T0 + DAY }),
        visit('/', { sessionId: 'late', at: T0 + DAY }),
      ]);
      const rule: FunnelStep = { typed: { type: 'event', rule: { name: 'purchase' } } };
      const ask = (ruleEventsMax: number, second: FunnelStep, ...periods: Drawn['periods']) =>
        store.funnels.answer(
          {
            ...asking(
              { ...WHOLE, periods, path: { ...WHOLE.path, steps: [{ goal: 'g' as GoalKey }, second] } },
              history,
            ),
            ruleEventsMax,
          },
          NEVER_ABORTED,
        );
      const first = { from: T0, until: T0 + 1 };
      const both = { from: T0, until: T0 + 2 * DAY };
      expect(await ask(2, rule, first)).toMatchObject({
        totals: [{ sessions: 1, steps: [{ sessions: 1 }, { sessions: 1 }] }],
      });
      expect(await ask(1, rule, first)).toBe('too_many_events');
      expect(await ask(2, rule, both)).toBe('too_many_events');
      expect(await ask(4, rule, first, both)).toBe('too_many_events');
      expect(await ask(0, { goal: 'g' as GoalKey }, both)).toMatchObject({ totals: [{ sessions: 2 }] });
      await release();
    });

    it('have the figures of trying every chain, after every step of any history', async () => {
      let now = T0 + 10 * DAY;
      const { store, release } = await open(() => now);
      let run = 0;
      const pass = (ms: number) => {
        now += ms;
      };
      const checked = { rows: 0, reached: 0, completed: 0 };
      try {
        await fc.assert(
          fc.asyncProperty(
            events,
            steps,
            fc.array(question, { minLength: 2, maxLength: 5 }),
            async (all, history, asked) => {
              const of = await History.begin(store, `f${run++}`, all, pass);
              for (const [index, one] of [...history, ...LAST_STEPS].entries()) {
                await of.take(one);
                if (one.kind === 'put' || one.kind === 'send') await of.finishMatching();
                await compare(of, asking(asked[index % asked.length]!, of), checked);
              }
              for (const one of [WHOLE, ...asked]) await compare(of, asking(one, of), checked);
            },
          ),
          { numRuns: histories, examples: [[COMPLETING, [], [WHOLE, WHOLE]]] },
        );
      } finally {
        await release();
      }
      for (const [what, count] of Object.entries(checked)) expect(count, what).toBeGreaterThanOrEqual(histories);
    });
  });
}

async function compare(
  history: History,
  asked: FunnelQuestion,
  checked: { rows: number; reached: number; completed: number },
): Promise<void> {
  const passages = new FunnelModel(history.events, [...history.goals.values()]).passages(asked);
  const count = asked.path.steps.length;
  const began = asked.periods.map(({ from, until }) =>
    passages.filter(({ session: { startedAt } }) => startedAt >= from && startedAt < until),
  );
  const { totals, rows } = await whole(history.store, asked);
  expect(totals).toEqual(began.map((own) => figuresOf(own, count)));
  checked.reached += totals[0]!.steps[0]!.sessions;
  checked.completed += totals[0]!.steps.at(-1)!.sessions;
  checked.rows += rows.length;
  await compareLists(history, asked, began[0]!);

  const { groupBy } = asked;
  if (groupBy === null) return expect(rows).toEqual([]);
  const groupOf = ({ session }: (typeof passages)[number]) => session.texts[groupBy] ?? null;
  const groups = new Set(began.flat().map(groupOf));
  const expected = [...groups].map((group): FunnelRow => {
    const [now, before] = began.map((own) =>
      figuresOf(
        own.filter((passage) => groupOf(passage) === group),
        count,
      ),
    );
    return { group, figures: now!, before: before ?? null };
  });
  expect(rows).toEqual(expected.sort(compareRows));
}

/** Opens the figures of one step into their sessions. */
async function compareLists(
  { store, projectId }: History,
  { path, filters: restricting, periods, ruleEventsMax }: FunnelQuestion,
  passages: readonly ModelPassage[],
): Promise<void> {
  const step = (passages.length % path.steps.length) + 1;
  for (const sessions of FUNNEL_SESSIONS) {
    const test = { path, filters: restricting, period: periods[0]!, ruleEventsMax, step, sessions };
    const selection = { projectId, period: { from: null, until: null }, filters: { texts: {} } };
    const page = { sortKey: 'id', sortOrder: 'asc', limit: 100, offset: 0 } as const;
    const listed = await store.funnels.list(selection, test, page, NEVER_ABORTED);
    if (listed === 'too_many_events') throw new Error('a history has few events');
    const expected = passages.filter(({ chain }) =>
      sessions === 'reached' ? chain.length >= step : chain.length === step,
    );
    expect(listed.sessions.map(({ id }) => id)).toEqual(expected.map(({ session }) => session.id).sort());
    expect(listed.total).toBe(expected.length);
  }
}

function compareRows(one: FunnelRow, other: FunnelRow): number {
  const difference = other.figures.steps[0]!.sessions - one.figures.steps[0]!.sessions;
  if (difference !== 0) return difference;
  if (one.group === null || other.group === null) return one.group === null ? 1 : -1;
  return one.group < other.group ? -1 : 1;
}

/** The answer with the rows of all pages. */
async function whole(store: Store, asked: FunnelQuestion): Promise<FunnelAnswer> {
  const rows: FunnelRow[] = [];
  let after = asked.after;
  for (;;) {
    const page = await store.funnels.answer({ ...asked, after }, NEVER_ABORTED);
    if (page === 'too_many_events') throw new Error('a history has few events');
    rows.push(...page.rows);
    if (page.next === null) return { ...page, rows };
    after = page.next;
  }
}
