import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useSharedApi } from '../support/api.js';
import { customEvent, T0, urlGoal, visit } from '../support/builders.js';

const api = useSharedApi();
const PERIOD = { start_date: '2026-01-03', end_date: '2026-01-04' };
const STEPS = [
  { goal: 'cart' },
  { name: 'Checkout', type: 'url', rule: { match: 'prefix', pattern: '/checkout' } },
  { name: 'Paid', type: 'event', rule: { name: 'paid' } },
];
const FUNNEL = { ...PERIOD, steps: STEPS };
let token: string;
const ask = (body: object) => api.send('POST', '/project/sessions', token, { ...PERIOD, ...body });

beforeAll(async () => {
  await api.store.goals.create('p1' as ProjectId, urlGoal('/cart', { key: 'cart' }));
  const paths = [['/'], ['/cart'], ['/cart', '/checkout'], ['/cart', '/help', '/checkout'], ['/checkout', '/cart']];
  await api.record(
    ...paths.flatMap((pages, session) =>
      pages.map((page, index) =>
        visit(session % 2 === 0 ? page : `${page}?utm_source=mail`, {
          sessionId: `s${session}`,
          id: `e${index}`,
          at: T0 + 1000 * index,
        }),
      ),
    ),
    customEvent('paid', { sessionId: 's3', id: 'paid', at: T0 + 60_000 }),
    visit('/cart', { sessionId: 'late', id: 'e', at: T0 + 7 * 86_400_000 }),
  );
});
beforeEach(async () => {
  token = await api.issue({ abilities: ['reports:read', 'sessions:read'], rateLimit: 10_000 });
});

describe('Every figure of a funnel opens into its sessions', () => {
  it.each<object>([
    {},
    { order: 'directly' },
    { within_seconds: 30 },
    { filters: { source: 'mail' } },
    { group_by: 'source', limit: 1, compare: 'previous_period' },
    { steps: [STEPS[0], STEPS[0]] },
  ])('with %j', async (changes) => {
    const funnel = { ...FUNNEL, ...changes };
    const { data } = (await api.send('POST', '/reports/funnel', token, funnel)).json();
    const total = async (step: number, sessions: string, more: object = {}) => {
      const answer = await ask({ funnel: { ...funnel, step, sessions }, ...more });
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json().data.total;
    };
    for (const [index, { sessions }] of data.steps.entries()) {
      expect(await total(index + 1, 'reached')).toBe(sessions);
      const next = data.steps[index + 1];
      if (next) expect(await total(index + 1, 'left_after')).toBe(sessions - next.sessions);
      for (const { group, steps } of data.rows) {
        const filters = { source: { is: [group.source] } };
        expect(await total(index + 1, 'reached', { filters })).toBe(steps[index].sessions);
      }
    }
  });

  it('lists them as any others, also as CSV', async () => {
    const body = { ...PERIOD, sortKey: 'id', sortOrder: 'asc', per_page: 2, page: 2 };
    const funnel = { ...FUNNEL, step: 1, sessions: 'reached' };
    const { data } = (await ask({ ...body, funnel })).json();
    expect(data).toMatchObject({ total: 4, current_page: 2, data: [{ id: 's3' }, { id: 's4' }] });
    const answer = await api.app.inject({
      method: 'POST',
      url: `${BASE_PATH}/project/sessions`,
      headers: { authorization: `Bearer ${token}`, accept: 'text/csv' },
      payload: { ...body, funnel: { ...funnel, sessions: 'left_after' } },
    });
    expect(answer.body.split('\r\n').map((line) => line.split(',')[0])).toEqual(['id', 's1', 's4', '']);
  });
});

it.each<[object | string, string, string]>([
  ['cart', 'funnel', 'The funnel field must be an object with the body of a funnel, step and sessions; got "cart".'],
  [{ sessions: 'reached' }, 'funnel.step', 'The funnel.step field is required: it must be an integer from 1 to 10.'],
  [
    { step: 1, sessions: 'left' },
    'funnel.sessions',
    'The funnel.sessions field must be "reached" or "left_after"; got "left".',
  ],
  [
    { step: 4, sessions: 'reached' },
    'funnel.step',
    'The funnel.step field must be the number of a step of the funnel, from 1 to 3; got 4.',
  ],
  [
    { step: 3, sessions: 'left_after' },
    'funnel.step',
    'The funnel.step field must be the number of a step before the last, from 1 to 2; got 3.',
  ],
  [
    { step: 1, sessions: 'reached', steps: [{ goal: 'cart' }, { goal: 'paid' }] },
    'funnel.steps.1.goal',
    'The project has no goal "paid"; GET goals lists those there are.',
  ],
  [
    { step: 1, sessions: 'reached', end_date: '2026-01-02' },
    'funnel.end_date',
    'The funnel.end_date field must not lie before start_date: write "2026-01-03" or later; got "2026-01-02".',
  ],
])('422: %j', async (given, field, sentence) => {
  const funnel = typeof given === 'string' ? given : { ...FUNNEL, ...given };
  const answer = await ask({ funnel });
  expect(answer.json()).toEqual({ message: sentence, errors: { [field]: [sentence] } });
});

it('422: a rule, and more events than it can be matched with', async () => {
  const { funnels } = api.store;
  const few: typeof funnels = {
    ...funnels,
    list: (selection, test, ...others) => funnels.list(selection, { ...test, ruleEventsMax: 3 }, ...others),
  };
  const app = await buildApp({ store: { ...api.store, funnels: few }, now: () => api.now });
  const answer = await app.inject({
    method: 'POST',
    url: `${BASE_PATH}/project/sessions`,
    headers: { authorization: `Bearer ${token}` },
    payload: { ...PERIOD, funnel: { ...FUNNEL, step: 1, sessions: 'reached' } },
  });
  expect(answer.statusCode).toBe(422);
  expect(Object.keys(answer.json().errors)).toEqual(['funnel.steps']);
  await app.close();
});
