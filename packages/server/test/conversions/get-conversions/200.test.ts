import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { useSharedApi } from '../../support/api.js';
import { click, customEvent, goal, project, T0, urlGoal, visit } from '../../support/builders.js';

const api = useSharedApi();
let token: string;

const JAN_1 = Date.UTC(2026, 0, 1);
const buyLink = [{ tag: 'a', classes: ['buy'] }];

beforeEach(async () => {
  token = await api.issue();
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks', name: 'Thanks' }));
  await api.store.goals.create('p1' as ProjectId, goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy' }));
  await api.store.goals.create(
    'p1' as ProjectId,
    goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'order' }),
  );
  await api.record(
    click(buyLink, { sessionId: '1', id: 'e1', at: JAN_1 }),
    visit('/thanks', { sessionId: '1', id: 'e2', at: JAN_1 + 1000 }),
    visit('/thanks', { sessionId: '2', id: 'e3', at: JAN_1 + 500 }),
    customEvent('purchase', { sessionId: '2', id: 'e4', at: JAN_1 + 2000 }),
    visit('/', { sessionId: '3', id: 'e5', at: JAN_1 }),
  );
});

const data = async (body: object) => {
  const answer = await api.ask(body, token);
  expect(answer.statusCode).toBe(200);
  return answer.json().data;
};

describe('get-conversions', () => {
  it('answers the sample request of the contract with error and data only', async () => {
    const answer = await api.ask(
      {
        key: 'list',
        start_date: '2026-01-01 00:00:00',
        end_date: '2026-01-31 23:59:59',
        session_ids: [1, 2, 3],
        conversion_types: ['click', 'url'],
      },
      token,
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toBe('{"error":false,"data":["1:click:buy:e1","2:url:thanks:e3","1:url:thanks:e2"]}');
  });

  it.each([
    [
      'accepts ids as text and as integers',
      { session_ids: ['1', 1, '2'] },
      ['1:click:buy:e1', '2:url:thanks:e3', '1:url:thanks:e2', '2:event:order:e4'],
    ],
    ['returns nothing for an unknown session', { session_ids: ['nobody'] }, []],
    [
      'treats null as absent',
      {
        session_ids: [3],
        key: null,
        start_date: null,
        end_date: null,
        conversion_types: null,
        expand: null,
        limit: null,
        cursor: null,
      },
      [],
    ],
    [
      'treats an empty list of types as all types',
      { session_ids: [2], conversion_types: [] },
      ['2:url:thanks:e3', '2:event:order:e4'],
    ],
    ['ignores repeated types', { session_ids: [2], conversion_types: ['event', 'event'] }, ['2:event:order:e4']],
    [
      'ignores unknown fields',
      { session_ids: [2], conversion_types: ['url'], colour: 'red', __proto__: { key: 'count' } },
      ['2:url:thanks:e3'],
    ],
    ['accepts the largest safe integer', { session_ids: [9007199254740991] }, []],
    [
      'counts as decimal strings, in the order of the request, repeats included',
      { key: 'count', session_ids: [1, 2, 1, 3, 'nobody'] },
      ['2', '2', '2', '0', '0'],
    ],
    ['counts one type', { key: 'count', session_ids: [1, 2], conversion_types: ['url'] }, ['1', '1']],
    ['counts within a period', { key: 'count', session_ids: [1, 2], start_date: '2026-01-01 00:00:01' }, ['1', '1']],
  ])('%s', async (_title, body, expected) => {
    expect(await data(body)).toEqual(expected);
  });

  it('includes the whole second of an end given to the second, and the whole day of a day', async () => {
    expect(await data({ session_ids: [1, 2], end_date: '2026-01-01 00:00:00' })).toEqual([
      '1:click:buy:e1',
      '2:url:thanks:e3',
    ]);
    expect(await data({ session_ids: [1, 2], end_date: '2026-01-01' })).toHaveLength(4);
    expect(await data({ session_ids: [1, 2], end_date: '2025-12-31' })).toEqual([]);
  });

  it('reads dates in the time zone of the project unless they carry an offset', async () => {
    await api.store.projects.create(project({ id: 'p2', timeZone: 'Europe/Amsterdam' }));
    await api.store.goals.create('p2' as ProjectId, urlGoal('/'));
    await api.store.events.record('p2' as ProjectId, [visit('/', { at: JAN_1 - 3_600_000 })]);
    const amsterdam = await api.issue({ projectId: 'p2' });
    const found = async (start_date: string) =>
      (await api.ask({ session_ids: [1], start_date }, amsterdam)).json().data;
    expect(await found('2026-01-01 00:00:00')).toEqual(['1:url:goal:e1']);
    expect(await found('2026-01-01 00:00:01')).toEqual([]);
    expect(await found('2026-01-01T00:00:00Z')).toEqual([]);
  });

  it('returns conversions as objects with expand', async () => {
    expect(await data({ session_ids: [1], expand: true, conversion_types: ['click'] })).toEqual([
      {
        id: '1:click:buy:e1',
        session_id: '1',
        type: 'click',
        goal: { key: 'buy', name: 'A goal', version: 1 },
        occurred_at: '2026-01-01T00:00:00.000Z',
        url: null,
        title: null,
        element: buyLink,
        value: null,
        currency: null,
        visit_id: null,
        origin: 'trusted',
      },
    ]);
  });

  it('returns counts as objects with expand, and whether each session is known', async () => {
    expect(await data({ key: 'count', session_ids: [2, 3, 'nobody', 2], expand: true })).toEqual([
      { session_id: '2', known: true, count: 2, by_type: { click: 0, url: 1, event: 1 } },
      { session_id: '3', known: true, count: 0, by_type: { click: 0, url: 0, event: 0 } },
      { session_id: 'nobody', known: false, count: 0, by_type: { click: 0, url: 0, event: 0 } },
      { session_id: '2', known: true, count: 2, by_type: { click: 0, url: 1, event: 1 } },
    ]);
  });

  it.each([false, true])(
    'returns pages that add up to the whole list, with next_cursor null at the end (expand: %s)',
    async (expand) => {
      const whole = await data({ session_ids: [1, 2], expand });
      const paged: unknown[] = [];
      let cursor: string | null | undefined;
      do {
        const answer = (await api.ask({ session_ids: [1, 2], expand, limit: 3, cursor }, token)).json();
        expect(Object.keys(answer)).toEqual(['error', 'data', 'next_cursor']);
        paged.push(...answer.data);
        cursor = answer.next_cursor;
      } while (cursor !== null);
      expect(paged).toEqual(whole);
      expect(whole).toHaveLength(4);
    },
  );

  it('returns the whole of a long list', async () => {
    const total = 25_003;
    for (let from = 0; from < total; from += 5000) {
      const count = Math.min(5000, total - from);
      await api.record(
        ...Array.from({ length: count }, (_, index) =>
          visit('/thanks', { sessionId: `long-${(from + index) % 2}`, id: `n${from + index}`, at: T0 + from + index }),
        ),
      );
    }
    const ids: string[] = await data({ session_ids: ['long-0', 'long-1'] });
    const expected = Array.from({ length: total }, (_, index) => `long-${index % 2}:url:thanks:n${index}`);
    expect(ids).toEqual(expected);
    const expanded: { id: string }[] = await data({ session_ids: ['long-0', 'long-1'], expand: true });
    expect(expanded.map(({ id }) => id)).toEqual(expected);
    expect(await data({ key: 'count', session_ids: ['long-0', 'long-1' as SessionId] })).toEqual(['12502', '12501']);
  });

  it('has the rate limit in its headers', async () => {
    const limited = await api.issue({ rateLimit: 60 });
    const { headers } = await api.ask({ session_ids: [1] }, limited);
    expect(headers).toMatchObject({ 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '59' });
    expect(headers).not.toHaveProperty('retry-after');
  });
});
