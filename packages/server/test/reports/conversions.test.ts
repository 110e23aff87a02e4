import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useSharedApi } from '../support/api.js';
import { customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';

const api = useSharedApi();
const PERIOD = { start_date: '2026-01-03', end_date: '2026-01-04' };
const DAY = 86_400_000;
let token: string;
const ask = (body: object) => api.send('POST', '/reports/conversions', token, { ...PERIOD, ...body });
const dataOf = async (body: object = {}) => {
  const answer = await ask(body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().data;
};

beforeAll(async () => {
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks' }));
  await api.store.goals.create(
    'p1' as ProjectId,
    goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'bought', valueFrom: 'event' }),
  );
  await api.store.goals.create('p1' as ProjectId, urlGoal('/never', { key: 'never' }));
  await api.record(
    visit('/?utm_source=mail', { sessionId: 'a', id: 'e1' }),
    visit('/thanks', { sessionId: 'a', id: 'e2', at: T0 + 1000 }),
    visit('/thanks', { sessionId: 'a', id: 'e3', at: T0 + DAY }),
    customEvent('purchase', { sessionId: 'a', id: 'e4', at: T0 + DAY, value: '49.5', currency: 'EUR' }),
    visit('/shoes?utm_source=mail', { sessionId: 'b', id: 'e1', at: T0 + 1 }),
    visit('/', { sessionId: 'c', id: 'e1', at: T0 + 2 }),
    customEvent('purchase', { sessionId: 'c', id: 'e2', at: T0 + 3, value: '1', currency: 'JPY' }),
    visit('/thanks', { sessionId: 'late', id: 'e1', at: T0 + 3 * DAY }),
  );
});
beforeEach(async () => {
  token = await api.issue({ abilities: ['reports:read'], rateLimit: 1000 });
});

const NONE = { sessions: 0, converted_sessions: 0, conversion_rate: null, conversions: 0, value: {} };

describe('200', () => {
  it('has the period, the totals, and no rows without groups', async () => {
    expect(await dataOf()).toEqual({
      period: { from: '2026-01-03T00:00:00Z', until: '2026-01-05T00:00:00Z', time_zone: 'UTC', data_from: null },
      totals: {
        sessions: 3,
        converted_sessions: 2,
        conversion_rate: 0.666667,
        conversions: 4,
        value: { EUR: '49.50', JPY: '1.00' },
      },
      rows: [],
      next_cursor: null,
    });
  });

  it('has a row per group, the most conversions first, what is not known last among equals', async () => {
    const { rows } = await dataOf({ group_by: ['source'] });
    expect(rows).toEqual([
      {
        group: { source: 'mail' },
        sessions: 2,
        converted_sessions: 1,
        conversion_rate: 0.5,
        conversions: 3,
        value: { EUR: '49.50' },
      },
      {
        group: { source: null },
        sessions: 1,
        converted_sessions: 1,
        conversion_rate: 1,
        conversions: 1,
        value: { JPY: '1.00' },
      },
    ]);
  });

  it('has a row for every selected goal, and rates as shares of all sessions', async () => {
    const { rows } = await dataOf({ group_by: ['goal'] });
    expect(rows.map(({ group, sessions, conversion_rate }: never) => [group, sessions, conversion_rate])).toEqual([
      [{ goal: 'bought' }, 3, 0.666667],
      [{ goal: 'thanks' }, 3, 0.333333],
      [{ goal: 'never' }, 3, 0],
    ]);
    const chosen = await dataOf({ group_by: ['goal'], goals: ['thanks', 'never'], conversion_types: ['url'] });
    expect(chosen.rows.map(({ group }: never) => group)).toEqual([{ goal: 'thanks' }, { goal: 'never' }]);
  });

  it('groups sessions by their start and conversions by when they happened', async () => {
    const { rows } = await dataOf({ group_by: ['day'], sort: 'day' });
    expect(rows).toMatchObject([
      { group: { day: '2026-01-03' }, sessions: 3, converted_sessions: 2, conversions: 2 },
      { group: { day: '2026-01-04' }, sessions: 0, converted_sessions: 0, conversion_rate: null, conversions: 2 },
    ]);
  });

  it('fills gaps between times', async () => {
    const { rows } = await dataOf({ end_date: '2026-01-06', goals: 'thanks', group_by: ['day'], sort: '-day' });
    expect(rows.map(({ group, conversions }: never) => [group, conversions])).toEqual([
      [{ day: '2026-01-06' }, 1],
      [{ day: '2026-01-05' }, 0],
      [{ day: '2026-01-04' }, 1],
      [{ day: '2026-01-03' }, 1],
    ]);
  });

  it('compares with the period before: times by position, and groups that only the earlier period has', async () => {
    api.now = T0 + 10 * DAY;
    const data = await dataOf({
      start_date: '2026-01-05',
      end_date: '2026-01-06',
      compare: 'previous_period',
      queries: [
        { group_by: ['day'], sort: 'day' },
        { group_by: ['source'], sort: 'source' },
      ],
    });
    expect(data.before).toMatchObject({
      period: { from: '2026-01-03T00:00:00Z', until: '2026-01-05T00:00:00Z' },
      totals: { sessions: 3, conversions: 4 },
    });
    const [days, sources] = data.queries;
    expect(days.rows).toMatchObject([
      { group: { day: '2026-01-05' }, conversions: 0, before: { sessions: 3, conversions: 2 } },
      { group: { day: '2026-01-06' }, conversions: 1, before: { sessions: 0, conversions: 2 } },
    ]);
    expect(sources.rows).toMatchObject([
      { group: { source: 'mail' }, ...NONE, before: { sessions: 2 } },
      { group: { source: null }, sessions: 1, before: { sessions: 1 } },
    ]);
  });

  it('cuts a period that has not ended at now, if it compares', async () => {
    api.now = T0 + 1;
    expect((await dataOf({ compare: 'previous_period' })).totals).toMatchObject({ sessions: 1 });
    expect((await dataOf()).totals).toMatchObject({ sessions: 3 });
  });

  it('comes in pages', async () => {
    const query = { group_by: ['page', 'source'], sort: '-value:EUR', limit: 1 };
    const rows: { group: object }[] = [];
    let cursor: string | null = null;
    do {
      const page = await dataOf({ ...query, cursor });
      rows.push(...page.rows);
      cursor = page.next_cursor;
    } while (cursor);
    expect(rows).toEqual((await dataOf({ ...query, limit: 1000 })).rows);
    expect(rows.map(({ group }) => group)).toEqual([
      { page: '/thanks', source: 'mail' },
      { page: '/', source: null },
    ]);
  });

  it.each<[object, object]>([
    [{ filters: { source: 'mail' } }, { sessions: 2, conversions: 3 }],
    [{ filters: { source: { is: [null] } } }, { sessions: 1, conversions: 1 }],
    [{ filters: { source: { is_not: ['x'] } } }, { sessions: 3 }],
    [{ filters: { source: { is_not: ['x', null] } } }, { sessions: 2 }],
    [{ filters: { entry_page: { contains: ['SHOE'] } } }, { sessions: 1, conversions: 0 }],
    [{ filters: { goals: 'bought', converted: true } }, { sessions: 2 }],
    [{ filters: { page: '/thanks' } }, { sessions: 1 }],
    [{ conversion_types: ['event'] }, { sessions: 3, converted_sessions: 2, conversions: 2 }],
    [{ origin: 'public' }, { sessions: 3, converted_sessions: 0, conversions: 0 }],
    [
      { goals: [], conversion_types: [], group_by: null, filters: {} },
      { sessions: 3, conversions: 4 },
    ],
  ])('is restricted by %j', async (body, totals) => {
    expect((await dataOf(body)).totals).toMatchObject(totals);
  });

  it('names hours with their offsets, in the zone of the project', async () => {
    await api.store.projects.create(project({ id: 'p2', timeZone: 'Europe/Amsterdam' }));
    const other = await api.issue({ projectId: 'p2', abilities: ['reports:read'] });
    await api.store.events.record('p2' as ProjectId, [
      visit('/', { sessionId: 'x', id: 'e', at: Date.parse('2026-10-25T00:30:00Z') }),
      visit('/', { sessionId: 'y', id: 'e', at: Date.parse('2026-10-25T01:30:00Z') }),
    ]);
    const body = {
      start_date: '2026-10-25 02:00:00',
      end_date: '2026-10-25 02:59:59',
      group_by: ['hour'],
      sort: 'hour',
    };
    const { rows } = (await api.send('POST', '/reports/conversions', other, body)).json().data;
    expect(rows.map(({ group, sessions }: never) => [group, sessions])).toEqual([
      [{ hour: '2026-10-25T02:00:00+02:00' }, 1],
      [{ hour: '2026-10-25T02:00:00+01:00' }, 1],
    ]);
  });
});

it('403: without the ability', async () => {
  token = await api.issue({ abilities: ['conversions:read', 'sessions:read'] });
  const answer = await ask({});
  expect([answer.statusCode, answer.json().message]).toEqual([403, 'This token lacks the ability reports:read.']);
});

it.each<[object, string, string]>([
  [
    { start_date: null },
    'start_date',
    'The start_date field must be a date such as "2026-01-31", "2026-01-31 23:59:59" or "2026-01-31T23:59:59+01:00"; got null.',
  ],
  [{ goals: ['thanks', 'no-such'] }, 'goals.1', 'The project has no goal "no-such"; GET goals lists those there are.'],
  [{ goals: 'no-such' }, 'goals', 'The project has no goal "no-such"; GET goals lists those there are.'],
  [
    { group_by: ['colour'] },
    'group_by.0',
    'The group_by.0 field must be one of "hour", "day", "week", "month", "goal", "type", "page", "browser", "device", "platform_os", "language", "country", "source", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "entry_page"; got "colour".',
  ],
  [
    { group_by: ['day', 'goal', 'page'] },
    'group_by',
    'The group_by field must be a list of at most 2 groups; got a list of 3.',
  ],
  [{ group_by: ['day', 'hour'] }, 'group_by', 'The group_by field may have one of "hour", "day", "week" and "month".'],
  [{ group_by: ['page', 'page'] }, 'group_by', 'The group_by field has the same group twice.'],
  [{ sort: 'source' }, 'sort', 'The sort field names the group "source", which group_by does not have.'],
  [
    { sort: 'value' },
    'sort',
    'The sort field must be "conversions", "sessions", "converted_sessions", "conversion_rate", "value:EUR" or one of the groups, with "-" before it for the largest first; got "value".',
  ],
  [{ limit: 1001 }, 'limit', 'The limit field must be an integer from 1 to 1000; got 1001.'],
  [{ cursor: 'x' }, 'cursor', 'The cursor field must be the next_cursor of an earlier answer.'],
  [
    { end_date: '2026-04-06', group_by: ['hour'] },
    'end_date',
    'A report by hour covers at most 92 days; choose a shorter period or a longer time.',
  ],
  [
    { start_date: '2015-01-01', group_by: ['day'] },
    'end_date',
    'A report by day covers at most 3660 days; choose a shorter period or a longer time.',
  ],
  [
    { filters: { colour: 'red' } },
    'filters.colour',
    'The filters.colour field is not a filter; the filters are browser, device, platform_os, language, country, source, utm_source, utm_medium, utm_campaign, utm_term, utm_content, entry_page, goals, converted, origin, conversion_types, conversion_origin, page.',
  ],
  [
    { filters: { source: { isnt: ['x'] } } },
    'filters.source.isnt',
    'The filters.source.isnt field is not a test of a text; the tests are is, is_not, contains.',
  ],
  [
    { filters: { source: { is: 'x' } } },
    'filters.source.is',
    'The filters.source.is field must be a list of at most 100 texts; got "x".',
  ],
  [
    { compare: 'last_week' },
    'compare',
    'The compare field must be "previous_period", "previous_year", or an object with start_date and end_date; got "last_week".',
  ],
  [
    { compare: { start_date: '2025-01-02', end_date: '2025-01-01' } },
    'compare.end_date',
    'The compare.end_date field must not lie before start_date: write "2025-01-02" or later; got "2025-01-01".',
  ],
  [
    { queries: [{ group_by: ['day'] }, { sort: 'day' }] },
    'queries.1.sort',
    'The queries.1.sort field names the group "day", which group_by does not have.',
  ],
  [{ queries: [{}], limit: 5 }, 'limit', 'The limit field goes into the objects of the queries field.'],
  [{ queries: [] }, 'queries', 'The queries field must be a list of 1 to 16 queries; got a list of 0.'],
])('422: %j', async (body, field, sentence) => {
  const answer = await ask(body);
  expect(answer.json()).toEqual({ message: sentence, errors: { [field]: [sentence] } });
  expect(answer.statusCode).toBe(422);
});

it('422: a cursor of another query', async () => {
  const { next_cursor: cursor } = await dataOf({ group_by: ['source'], limit: 1 });
  expect(cursor).toEqual(expect.any(String));
  const answer = await ask({ group_by: ['country'], cursor });
  expect(answer.json().errors).toHaveProperty('cursor');
});
