import { beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { useSharedApi } from '../support/api.js';
import { click, project, T0, urlGoal, visit } from '../support/builders.js';

const api = useSharedApi();
const PERIOD = { start_date: '2026-01-03', end_date: '2026-01-04' };
const PATH = `http://stats.example${BASE_PATH}/project/sessions`;
let token: string;
const ask = (body: unknown, query = '') =>
  api.send('POST', `/project/sessions${query}`, token, body, { host: 'stats.example' });
const idsOf = async (body: object) =>
  (await ask({ ...PERIOD, ...body })).json().data.data.map(({ id }: { id: string }) => id);

beforeEach(async () => {
  token = await api.issue({ abilities: ['sessions:read'] });
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks' }));
  await api.record(
    visit('/?utm_source=mail', { sessionId: 'a', id: 'e1' }),
    click([{ tag: 'a' }], { sessionId: 'a', id: 'e2', at: T0 + 1400 }),
    visit('/thanks', { sessionId: 'a', id: 'e3', at: T0 + 61_600 }),
    visit('/shoes', { sessionId: 'b', id: 'e1', at: T0 + 1 }),
    visit('/', { sessionId: 'late', id: 'e1', at: T0 + 3 * 86_400_000 }),
  );
});

describe('200', () => {
  it('returns a page of sessions in the shape of a Laravel paginator', async () => {
    const answer = await ask(PERIOD);
    expect(answer.statusCode).toBe(200);
    const none = { browser: null, device: null, platform_os: null, language: null, country: null };
    const { utm_source, ...utm } = {
      utm_source: null,
      utm_medium: null,
      utm_campaign: null,
      utm_term: null,
      utm_content: null,
      click_id: null,
      click_id_kind: null,
      entry_origin: 'trusted',
    };
    expect(answer.json()).toEqual({
      error: false,
      data: {
        current_page: 1,
        data: [
          {
            id: 'b',
            created_at: '2026-01-03T10:00:00.001Z',
            ended_at: '2026-01-03T10:00:00.001Z',
            time_spend: 0,
            ...none,
            entry_page: '/shoes',
            source: null,
            utm_source,
            ...utm,
            visits: 1,
            clicks: 0,
            events: 0,
            conversions: 0,
            read_status: null,
          },
          {
            id: 'a',
            created_at: '2026-01-03T10:00:00.000Z',
            ended_at: '2026-01-03T10:01:01.600Z',
            time_spend: 62,
            ...none,
            entry_page: '/',
            source: 'mail',
            utm_source: 'mail',
            ...utm,
            visits: 2,
            clicks: 1,
            events: 0,
            conversions: 1,
            read_status: null,
          },
        ],
        first_page_url: `${PATH}?page=1`,
        from: 1,
        last_page: 1,
        last_page_url: `${PATH}?page=1`,
        links: [
          { url: null, label: '&laquo; Previous', active: false },
          { url: `${PATH}?page=1`, label: '1', active: true },
          { url: null, label: 'Next &raquo;', active: false },
        ],
        next_page_url: null,
        path: PATH,
        per_page: 15,
        prev_page_url: null,
        to: 2,
        total: 2,
      },
    });
  });

  it.each<[object, string[]]>([
    [{ sortKey: 'id', sortOrder: 'asc' }, ['a', 'b']],
    [{ sortKey: 'time_spend' }, ['a', 'b']],
    [{ sortKey: null, sortOrder: null, filters: null, page: null, per_page: null }, ['b', 'a']],
    [{ filters: { converted: true } }, ['a']],
    [{ filters: { converted: 'no' } }, ['b']],
    [{ filters: { goals: 'thanks' } }, ['a']],
    [{ filters: { goals: ['thanks', 'none'], converted: 'yes' } }, ['a']],
    [{ filters: { source: 'mail' } }, ['a']],
    [{ filters: { entry_page: ['/shoes', '/'] } }, ['b', 'a']],
    [{ filters: { browser: [], goals: [], device: null, converted: null } }, ['b', 'a']],
    [{ filters: { browser: 'Firefox' } }, []],
    [{ filters: { browser: { is: [null], contains: [] } } }, ['b', 'a']],
    [{ filters: { entry_page: { is_not: ['/'] } } }, ['b']],
    [{ filters: { entry_page: { contains: ['SHO'] } } }, ['b']],
    [{ filters: { page: '/thanks', conversion_types: ['url'] } }, ['a']],
    [{ filters: { page: '/thanks', conversion_types: ['click'] } }, []],
    [{ filters: { conversion_origin: 'public' } }, []],
    [{ filters: { converted_in_period: true } }, ['a']],
  ])('%j', async (body, ids) => {
    expect(await idsOf(body)).toEqual(ids);
  });

  it('returns the linked page for the same body', async () => {
    const body = { ...PERIOD, per_page: 1, page: 1 };
    const first = (await ask(body)).json().data;
    expect(first).toMatchObject({
      current_page: 1,
      last_page: 2,
      from: 1,
      to: 1,
      total: 2,
      next_page_url: `${PATH}?page=2`,
    });
    const second = (await ask(body, new URL(first.next_page_url).search)).json().data;
    expect(second).toMatchObject({
      current_page: 2,
      from: 2,
      to: 2,
      next_page_url: null,
      prev_page_url: `${PATH}?page=1`,
    });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('returns an empty page beyond the last', async () => {
    const { data } = (await ask({ ...PERIOD, page: 9 })).json();
    expect(data).toMatchObject({ current_page: 9, data: [], from: null, to: null, last_page: 1, total: 2 });
  });

  it('returns nothing of another project', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    await api.store.events.record('p2' as ProjectId, [visit('/', { sessionId: 'theirs' })]);
    expect(await idsOf({})).toEqual(['b', 'a']);
  });
});

it('403: needs the ability sessions:read', async () => {
  token = await api.issue({ abilities: ABILITIES.filter((ability) => ability !== 'sessions:read') });
  expect((await ask(PERIOD)).json().message).toBe('This token lacks the ability sessions:read.');
});

const A_DATE = 'a date such as "2026-01-31", "2026-01-31 23:59:59" or "2026-01-31T23:59:59+01:00"';

it.each<[object, string, string]>([
  [{ start_date: undefined }, 'start_date', `The start_date field is required: it must be ${A_DATE}.`],
  [{ end_date: null }, 'end_date', `The end_date field must be ${A_DATE}; got null.`],
  [
    { end_date: '2026-01-02' },
    'end_date',
    'The end_date field must not lie before start_date: write "2026-01-03" or later; got "2026-01-02".',
  ],
  [
    { sortKey: 'visits' },
    'sortKey',
    'The sortKey field must be one of "id", "browser", "device", "platform_os", "country", "time_spend", "created_at"; got "visits".',
  ],
  [{ sortOrder: 'up' }, 'sortOrder', 'The sortOrder field must be "asc" or "desc"; got "up".'],
  [{ per_page: 101 }, 'per_page', 'The per_page field must be an integer from 1 to 100; got 101.'],
  [{ page: 0 }, 'page', 'The page field must be an integer from 1 to 1000000000; got 0.'],
  [{ filters: [] }, 'filters', 'The filters field must be an object; got a list of 0.'],
  [
    { filters: { contry: 'NL' } },
    'filters.contry',
    'The filters.contry field is not a filter; the filters are browser, device, platform_os, language, country, source, utm_source, utm_medium, utm_campaign, utm_term, utm_content, entry_page, goals, converted, origin, conversion_types, conversion_origin, page, converted_in_period.',
  ],
  [
    { filters: { browser: 3 } },
    'filters.browser',
    'The filters.browser field must be a text, a list of at most 100 texts, or an object with "is", "is_not" or "contains"; got 3.',
  ],
  [
    { filters: { browser: ['Firefox', 3] } },
    'filters.browser.1',
    'The filters.browser.1 field must be a text of at most 2048 characters; got 3.',
  ],
  [
    { filters: { browser: { is_not: [3] } } },
    'filters.browser.is_not.0',
    'The filters.browser.is_not.0 field must be a text of at most 2048 characters, or null; got 3.',
  ],
  [
    { filters: { page: { ends: ['/'] } } },
    'filters.page.ends',
    'The filters.page.ends field is not a test of a text; the tests are is, is_not, contains.',
  ],
  [
    { filters: { converted: 'maybe' } },
    'filters.converted',
    'The filters.converted field must be true or false; got "maybe".',
  ],
])('422: %j', async (changes, field, sentence) => {
  const answer = await ask({ ...PERIOD, ...changes });
  expect(answer.json()).toEqual({ message: sentence, errors: { [field]: [sentence] } });
  expect(answer.statusCode).toBe(422);
});

it.each(['x', '-1', '1e3', ''])('422: the page in the query string, %j', async (page) => {
  const answer = await ask(PERIOD, `?page=${page}`);
  const sentence = `The page field must be an integer from 1 to 1000000000; got ${JSON.stringify(page)}.`;
  expect(answer.json()).toEqual({ message: sentence, errors: { page: [sentence] } });
});
