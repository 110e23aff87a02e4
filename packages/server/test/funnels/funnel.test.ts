import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { FunnelStore } from '#goalpost/store/contract/reports.js';
import { useSharedApi } from '../support/api.js';
import { click, customEvent, goal, T0, urlGoal, visit } from '../support/builders.js';

const api = useSharedApi();
const STEPS = [{ goal: 'cart' }, { goal: 'paid' }];
const PERIOD = { start_date: '2026-01-03', end_date: '2026-01-04' };
const SECOND = 1000;
const DAY = 86_400_000;
let token: string;
const ask = (body: object) => api.send('POST', '/reports/funnel', token, { ...PERIOD, steps: STEPS, ...body });
const dataOf = async (body: object = {}) => {
  const answer = await ask(body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().data;
};

beforeAll(async () => {
  const p1 = 'p1' as ProjectId;
  await api.store.goals.create(p1, urlGoal('/cart', { key: 'cart', name: 'Cart' }));
  await api.store.goals.create(p1, goal({ type: 'event', rule: { name: 'paid' } }, { key: 'paid', name: 'Paid' }));
  await api.record(
    visit('/cart?utm_source=mail', { sessionId: 'a', id: 'e1' }),
    customEvent('paid', { sessionId: 'a', id: 'e2', at: T0 + 10 * SECOND }),
    visit('/cart?utm_source=mail', { sessionId: 'b', id: 'e1' }),
    visit('/help', { sessionId: 'b', id: 'e2', at: T0 + SECOND }),
    customEvent('paid', { sessionId: 'b', id: 'e3', at: T0 + 20.5 * SECOND }),
    customEvent('paid', { sessionId: 'c', id: 'e1' }),
    visit('/cart', { sessionId: 'c', id: 'e2', at: T0 + SECOND }),
    click([{ tag: 'button', id: 'pay' }], { sessionId: 'c', id: 'e3', at: T0 + 2 * SECOND }),
    visit('/', { sessionId: 'd', id: 'e1' }),
    visit('/cart', { sessionId: 'late', id: 'e1', at: T0 + 5 * DAY }),
  );
});
beforeEach(async () => {
  token = await api.issue({ abilities: ['reports:read'], rateLimit: 1000 });
});

const reached = ({ steps }: { steps: { sessions: number }[] }) => steps.map(({ sessions }) => sessions);

describe('200', () => {
  it('has the period, its sessions, and the figures of each step', async () => {
    expect(await dataOf()).toEqual({
      period: { from: '2026-01-03T00:00:00Z', until: '2026-01-05T00:00:00Z', time_zone: 'UTC', data_from: null },
      sessions: 4,
      steps: [
        {
          name: 'Cart',
          goal: 'cart',
          sessions: 3,
          of_first: 1,
          of_previous: null,
          median_seconds: null,
          p90_seconds: null,
        },
        {
          name: 'Paid',
          goal: 'paid',
          sessions: 2,
          of_first: 0.666667,
          of_previous: 0.666667,
          median_seconds: 10,
          p90_seconds: 20.5,
        },
      ],
      rows: [],
      next_cursor: null,
    });
  });

  it('has shares of null where no session came', async () => {
    const never = { start_date: '2025-01-01', end_date: '2025-01-02' };
    expect((await dataOf(never)).steps[1]).toMatchObject({ sessions: 0, of_first: null, of_previous: null });
  });

  it.each<[object, number[]]>([
    [{ order: 'directly' }, [3, 1]],
    [{ within_seconds: 20 }, [3, 1]],
    [{ within_seconds: 21, order: null, filters: null, group_by: null }, [3, 2]],
    [{ filters: { source: 'mail' } }, [2, 2]],
    [{ filters: { converted: false } }, [0, 0]],
    [{ steps: [{ goal: 'paid' }, { goal: 'cart' }] }, [3, 1]],
    [{ steps: [{ goal: 'cart' }, { goal: 'cart' }] }, [3, 0]],
    [{ steps: [{ goal: 'cart' }, { name: 'Help', type: 'url', rule: { match: 'equals', pattern: '/help' } }] }, [3, 1]],
    [{ steps: [{ goal: 'cart' }, { goal: null, name: 'Pay', type: 'click', rule: { selector: '#pay' } }] }, [3, 1]],
    [{ steps: [{ name: 'Pay', type: 'event', rule: { name: 'paid' } }, ...STEPS] }, [3, 1, 0]],
  ])('with %j', async (body, expected) => {
    expect(reached(await dataOf(body))).toEqual(expected);
  });

  it('has the names of rules, and no goal for them', async () => {
    const rule = { name: 'Any page', type: 'url', rule: { match: 'prefix', pattern: '/' } };
    const { steps } = await dataOf({ steps: [rule, { goal: 'paid' }] });
    expect(steps).toMatchObject([
      { name: 'Any page', goal: null, sessions: 4 },
      { name: 'Paid', goal: 'paid', sessions: 2 },
    ]);
  });

  it('has a row per group, the most sessions at the first step first, in pages', async () => {
    const { rows } = await dataOf({ group_by: 'source' });
    expect(rows).toMatchObject([
      {
        group: { source: 'mail' },
        sessions: 2,
        steps: [{ sessions: 2 }, { sessions: 2, of_first: 1, p90_seconds: 20.5 }],
      },
      {
        group: { source: null },
        sessions: 2,
        steps: [{ sessions: 1 }, { sessions: 0, of_first: 0, p90_seconds: null }],
      },
    ]);
    const first = await dataOf({ group_by: 'source', limit: 1 });
    const second = await dataOf({ group_by: 'source', limit: 1, cursor: first.next_cursor });
    expect([...first.rows, ...second.rows]).toEqual(rows);
    expect(second.next_cursor).toBeNull();
  });

  it('compares with an earlier period', async () => {
    api.now = T0 + 10 * DAY;
    const later = { start_date: '2026-01-08', end_date: '2026-01-08', group_by: 'source' };
    const data = await dataOf({ ...later, compare: { start_date: '2026-01-03', end_date: '2026-01-03' } });
    expect(reached(data)).toEqual([1, 0]);
    expect(data.before).toMatchObject({ period: { from: '2026-01-03T00:00:00Z' }, sessions: 4 });
    expect(reached(data.before)).toEqual([3, 2]);
    expect(data.rows).toMatchObject([
      { group: { source: null }, sessions: 1, before: { sessions: 2, steps: [{ sessions: 1 }, { sessions: 0 }] } },
      { group: { source: 'mail' }, sessions: 0, before: { sessions: 2, steps: [{ sessions: 2 }, { sessions: 2 }] } },
    ]);
  });

  it('is a table with a row for each step, as CSV', async () => {
    const csv = async (body: object) => {
      const payload = { ...PERIOD, steps: STEPS, ...body };
      const headers = { authorization: `Bearer ${token}`, accept: 'text/csv' };
      const answer = await api.app.inject({ method: 'POST', url: `${BASE_PATH}/reports/funnel`, headers, payload });
      expect(answer.headers['content-type']).toContain('text/csv');
      return answer.body.trimEnd().split('\r\n');
    };
    expect(await csv({})).toEqual([
      'step,name,sessions,of_first,of_previous,median_seconds,p90_seconds',
      '1,Cart,3,1,,,',
      '2,Paid,2,0.666667,0.666667,10,20.5',
    ]);
    api.now = T0 + 10 * DAY;
    expect(await csv({ group_by: 'source', compare: { start_date: '2026-01-08', end_date: '2026-01-08' } })).toEqual([
      'source,step,name,sessions,of_first,of_previous,median_seconds,p90_seconds,before_sessions,before_of_first,before_of_previous,before_median_seconds,before_p90_seconds',
      'mail,1,Cart,2,1,,,,0,,,,',
      'mail,2,Paid,2,1,1,10,20.5,0,,,,',
      ',1,Cart,1,1,,,,1,1,,,',
      ',2,Paid,0,0,0,,,0,0,0,,',
    ]);
  });
});

it('403: without the ability', async () => {
  token = await api.issue({ abilities: ['conversions:read', 'sessions:read'] });
  const answer = await ask({});
  expect([answer.statusCode, answer.json().message]).toEqual([403, 'This token lacks the ability reports:read.']);
});

const EITHER = 'field must have either goal, or name, type and rule.';
const RULE = { name: 'Thanks', type: 'url', rule: { match: 'equals', pattern: '/thanks' } };

it.each<[object, string, string]>([
  [{ steps: null }, 'steps', 'The steps field must be a list of 2 to 10 steps; got null.'],
  [{ steps: [{ goal: 'cart' }] }, 'steps', 'The steps field must be a list of 2 to 10 steps; got a list of 1.'],
  [
    { steps: Array(11).fill({ goal: 'cart' }) },
    'steps',
    'The steps field must be a list of 2 to 10 steps; got a list of 11.',
  ],
  [
    { steps: [{ goal: 'cart' }, 'paid'] },
    'steps.1',
    'The steps.1 field must be an object with goal, or with name, type and rule; got "paid".',
  ],
  [{ steps: [{}, { goal: 'paid' }] }, 'steps.0', `The steps.0 ${EITHER}`],
  [{ steps: [{ goal: 'paid' }, { ...RULE, goal: 'cart' }] }, 'steps.1', `The steps.1 ${EITHER}`],
  [
    { steps: [{ goal: 'cart' }, { goal: 'no-such' }] },
    'steps.1.goal',
    'The project has no goal "no-such"; GET goals lists those there are.',
  ],
  [
    { steps: [{ goal: 'cart' }, { goal: 5 }] },
    'steps.1.goal',
    'The steps.1.goal field must be the key of a goal such as "order-placed"; got 5.',
  ],
  [
    { steps: [{ goal: 'cart' }, { ...RULE, name: null }] },
    'steps.1.name',
    'The steps.1.name field is required: it must be a name of 1 to 120 characters, not all of them white space.',
  ],
  [
    { steps: [{ goal: 'cart' }, { ...RULE, type: 'video' }] },
    'steps.1.type',
    'The steps.1.type field must be url, click or event; got "video".',
  ],
  [
    { steps: [{ goal: 'cart' }, { ...RULE, rule: { match: 'regex', pattern: '(' } }] },
    'steps.1.rule.pattern',
    'The steps.1.rule.pattern field must be a regular expression in RE2 syntax, which has no lookaround and no backreferences (missing closing ): "("); got "(".',
  ],
  [{ order: 'strictly' }, 'order', 'The order field must be "eventually" or "directly"; got "strictly".'],
  [{ within_seconds: 0 }, 'within_seconds', 'The within_seconds field must be an integer from 1 to 31622400; got 0.'],
  [
    { group_by: ['source'] },
    'group_by',
    'The group_by field must be one of "browser", "device", "platform_os", "language", "country", "source", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "entry_page"; got a list of 1.',
  ],
  [{ limit: 0 }, 'limit', 'The limit field must be an integer from 1 to 1000; got 0.'],
  [{ cursor: 'x' }, 'cursor', 'The cursor field must be the next_cursor of an earlier answer.'],
  [{ cursor: 'x', group_by: 'source' }, 'cursor', 'The cursor field must be the next_cursor of an earlier answer.'],
  [
    { end_date: '2026-01-02' },
    'end_date',
    'The end_date field must not lie before start_date: write "2026-01-03" or later; got "2026-01-02".',
  ],
  [
    { filters: { converted_in_period: true } },
    'filters.converted_in_period',
    'The filters.converted_in_period field is not a filter; the filters are browser, device, platform_os, language, country, source, utm_source, utm_medium, utm_campaign, utm_term, utm_content, entry_page, goals, converted, origin, conversion_types, conversion_origin, page.',
  ],
  [
    { compare: 'last_week' },
    'compare',
    'The compare field must be "previous_period", "previous_year", or an object with start_date and end_date; got "last_week".',
  ],
])('422: %j', async (body, field, sentence) => {
  const answer = await ask(body);
  expect(answer.json()).toEqual({ message: sentence, errors: { [field]: [sentence] } });
  expect(answer.statusCode).toBe(422);
});

it('422: all faults of the steps at once', async () => {
  const answer = await ask({ steps: [{ goal: 'no-such' }, { ...RULE, name: '', type: 'click' }], compare: null });
  expect(Object.keys(answer.json().errors)).toEqual(['steps.0.goal', 'steps.1.name', 'steps.1.rule']);
});

it('422: a rule, and more events than it can be matched with', async () => {
  const few: FunnelStore = {
    ...api.store.funnels,
    answer: (question, signal) => api.store.funnels.answer({ ...question, ruleEventsMax: 9 }, signal),
  };
  const app = await buildApp({ store: { ...api.store, funnels: few }, now: () => api.now });
  const send = (steps: object[], end_date: string) =>
    app.inject({
      method: 'POST',
      url: `${BASE_PATH}/reports/funnel`,
      headers: { authorization: `Bearer ${token}` },
      payload: { ...PERIOD, end_date, steps },
    });
  const sentence =
    'The steps field has a rule, and the sessions of the period have more than 2000000 events to match it with; save the rule as a goal first, or choose a shorter period.';
  expect((await send([RULE, { goal: 'paid' }], '2026-01-08')).json()).toEqual({
    message: sentence,
    errors: { steps: [sentence] },
  });
  expect((await send([RULE, { goal: 'paid' }], '2026-01-07')).statusCode).toBe(200);
  expect((await send(STEPS, '2026-01-08')).statusCode).toBe(200);
  await app.close();
});
