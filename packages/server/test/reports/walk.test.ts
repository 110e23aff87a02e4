import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Event } from '#goalpost/model/event.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useSharedApi } from '../support/api.js';
import { customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import { repetitions } from '../support/repetitions.js';

const api = useSharedApi();
const DAY = 86_400_000;

const moment = fc.constantFrom(T0, T0 + 1000, T0 + DAY, T0 + DAY + 1, T0 + 2 * DAY);
const events: fc.Arbitrary<Event[]> = fc
  .uniqueArray(
    fc.record({
      sessionId: fc.constantFrom('1', '2', '3', '4', '5'),
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: moment,
      origin: fc.constantFrom('public' as const, 'trusted' as const),
      what: fc.constantFrom('/', '/thanks', '/thanks/2?utm_source=mail', '/a?utm_source=Mail&utm_term=x', 'purchase'),
    }),
    { selector: ({ sessionId, id }) => `${sessionId} ${id}`, minLength: 3, maxLength: 20 },
  )
  .map((drawn) =>
    drawn.map(({ what, ...where }) => (what.startsWith('/') ? visit(what, where) : customEvent(what, where))),
  );

/** How the value of a group is written as a filter of sessions. */
const FILTER_OF: Readonly<Record<string, string>> = { goal: 'goals', type: 'conversion_types', page: 'page' };
const GROUPS = ['goal', 'type', 'page', 'source', 'utm_term', 'entry_page'];

const question = fc.record({
  dates: fc.constantFrom(['2026-01-03', '2026-01-03'], ['2026-01-03', '2026-01-04'], ['2026-01-04', '2026-01-05']),
  groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 2 }),
  types: fc.constantFrom(null, ['url'], ['event']),
  row: fc.nat(),
});

it('Every figure opens into its sessions, and these into their conversions', async () => {
  let run = 0;
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(events, fc.array(question, { minLength: 3, maxLength: 6 }), async (all, questions) => {
      const { ask } = await newProject(`w${run++}`, all);
      for (const { dates, groups, types, row } of questions) {
        const period = { start_date: dates[0], end_date: dates[1] };
        const report = (await ask('/reports/conversions', { ...period, group_by: groups, conversion_types: types }))
          .data;
        const figures = report.rows.length > 0 ? report.rows[row % report.rows.length] : report.totals;
        const filters = filtersOf(figures.group ?? {}, types);
        const total = async (more: object) =>
          (await ask('/project/sessions', { ...period, filters: { ...filters, ...more } })).data.total;

        const isAboutConversions = Object.keys(filters).some((name) => Object.values(FILTER_OF).includes(name));
        if (!isAboutConversions) expect(await total({})).toBe(figures.sessions);
        expect(await total(isAboutConversions ? {} : { converted: true })).toBe(figures.converted_sessions);

        const sessions = (
          await ask('/project/sessions', {
            ...period,
            per_page: 100,
            filters: { ...filters, converted_in_period: true },
          })
        ).data.data;
        const ids = sessions.map(({ id }: { id: string }) => id);
        const conversions =
          ids.length === 0
            ? []
            : (
                await ask('/sessions/get-conversions', {
                  ...period,
                  session_ids: ids,
                  conversion_types: types,
                  expand: true,
                })
              ).data;
        const { group = {} } = figures;
        const own = conversions.filter(
          (one: { goal: { key: string }; type: string; url: string }) =>
            (!('goal' in group) || one.goal.key === group.goal) &&
            (!('type' in group) || one.type === group.type) &&
            (!('page' in group) || pathOf(one.url) === group.page),
        );
        expect(own.length).toBe(figures.conversions);
        opened += own.length;
      }
    }),
    { numRuns: repetitions(25) },
  );
  expect(opened).toBeGreaterThan(0);
});

function pathOf(url: string | null): string | null {
  return url?.split('?')[0] ?? null;
}

function filtersOf(group: Record<string, string | null>, types: readonly string[] | null): object {
  const filters = Object.entries(group).map(([name, value]) => [
    FILTER_OF[name] ?? name,
    name === 'goal' || name === 'type' ? [value] : { is: [value] },
  ]);
  return { ...(types && { conversion_types: types }), ...Object.fromEntries(filters) };
}

async function newProject(id: string, all: readonly Event[]) {
  const projectId = id as ProjectId;
  await api.store.projects.create(project({ id }));
  await api.store.goals.create(projectId, urlGoal('/thanks', { key: 'thanks' }));
  await api.store.goals.create(projectId, urlGoal('/', { key: 'any', count: 'once' }));
  await api.store.goals.create(projectId, goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'bought' }));
  await api.store.events.record(projectId, all);
  const abilities = ['reports:read', 'sessions:read', 'conversions:read'] as const;
  const token = await api.issue({ projectId: id, abilities, rateLimit: 100_000 });
  const ask = async (address: string, body: object) => {
    const answer = await api.send('POST', address, token, body);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  return { ask };
}
