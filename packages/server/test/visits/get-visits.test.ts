import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { useSharedApi } from '../support/api.js';
import { click, project, T0, urlGoal, visit } from '../support/builders.js';

const api = useSharedApi();
let token: string;
const ask = (body: unknown) => api.send('POST', '/sessions/get-visits', token, body);

beforeEach(async () => {
  token = await api.issue({ abilities: ['sessions:read'] });
  await api.record(
    visit('https://shop.example/', { sessionId: '1', id: 'e1', title: 'Shop' }),
    click([{ tag: 'a' }], { sessionId: '1', id: 'e2', at: T0 + 1000 }),
    visit('/thanks', { sessionId: '1', id: 'e3', at: T0 + 86_400_000 }),
    visit('/', { sessionId: '2', id: 'e1', at: T0 - 1 }),
  );
});

describe('200', () => {
  it.each<[string, object, unknown[]]>([
    ['a list', { session_ids: [1, '2', 3] }, ['2:e1', '1:e1', '1:e3']],
    ['a list of one day', { session_ids: [1, 2], start_date: '2026-01-04', end_date: '2026-01-04' }, ['1:e3']],
    ['the named visits', { session_ids: [1, 2], visit_ids: ['1:e3', '2:e9'] }, ['1:e3']],
    ['all visits when visit_ids is empty', { session_ids: [1], visit_ids: [] }, ['1:e1', '1:e3']],
    ['null for every optional field', { session_ids: [2], key: null, visit_ids: null, expand: null }, ['2:e1']],
    ['counts, in the order of the request', { key: 'count', session_ids: [3, 1, 2, 1] }, ['0', '2', '1', '2']],
    ['a count of the named visits', { key: 'count', session_ids: [1], visit_ids: ['1:e3'] }, ['1']],
    [
      'objects',
      { session_ids: [1], expand: true, end_date: '2026-01-03' },
      [
        {
          id: '1:e1',
          session_id: '1',
          occurred_at: '2026-01-03T10:00:00.000Z',
          url: 'https://shop.example/',
          title: 'Shop',
          referrer: null,
          origin: 'trusted',
        },
      ],
    ],
    [
      'counts as objects',
      { key: 'count', session_ids: [1, 9], expand: true },
      [
        { session_id: '1', known: true, count: 2 },
        { session_id: '9', known: false, count: 0 },
      ],
    ],
  ])('%s', async (_title, body, data) => {
    const answer = await ask(body);
    expect(answer.json()).toEqual({ error: false, data });
    expect(answer.statusCode).toBe(200);
  });

  it('returns pages until next_cursor is null', async () => {
    const first = (await ask({ session_ids: [1, 2], limit: 2 })).json();
    expect(first.data).toEqual(['2:e1', '1:e1']);
    const second = (await ask({ session_ids: [1, 2], limit: 2, cursor: first.next_cursor })).json();
    expect(second).toEqual({ error: false, data: ['1:e3'], next_cursor: null });
  });

  it('returns the whole of a long list', async () => {
    await api.record(...Array.from({ length: 6000 }, (_, n) => visit('/', { sessionId: 'long', id: `e${n}` })));
    const { data } = (await ask({ session_ids: ['long'], expand: true })).json();
    expect(new Set(data.map(({ id }: { id: string }) => id)).size).toBe(6000);
  });

  it('returns nothing of another project', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    await api.store.events.record('p2' as ProjectId, [visit('/', { sessionId: 'theirs' })]);
    expect((await ask({ session_ids: ['theirs'] })).json().data).toEqual([]);
  });

  it('returns the visits of conversions by their visit_id', async () => {
    await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks' }));
    await api.finishWork();
    const conversions = (await api.ask({ session_ids: [1], expand: true }, await api.issue())).json().data;
    const visit_ids = conversions.map(({ visit_id }: { visit_id: string }) => visit_id);
    expect((await ask({ session_ids: [1], visit_ids })).json().data).toEqual(['1:e3']);
  });
});

it('403: needs the ability sessions:read', async () => {
  token = await api.issue({ abilities: ABILITIES.filter((ability) => ability !== 'sessions:read') });
  const answer = await ask({ session_ids: [1] });
  expect(answer.statusCode).toBe(403);
  expect(answer.json().message).toBe('This token lacks the ability sessions:read.');
});

it.each<[object, string, string]>([
  [{}, 'session_ids', 'The session_ids field is required: it must be a list of 1 to 1000 session ids.'],
  [
    { session_ids: [1], visit_ids: ['e1'] },
    'visit_ids.0',
    'The visit_ids.0 field must be a visit id such as "1:e1" (session id, colon, event id); got "e1".',
  ],
  [
    { session_ids: [1], visit_ids: '1:e1' },
    'visit_ids',
    'The visit_ids field must be a list of at most 1000 visit ids; got "1:e1".',
  ],
  [
    { session_ids: [1], key: 'count', limit: 1 },
    'limit',
    'The limit field goes with the key "list"; a count has one entry a session id.',
  ],
  [
    { session_ids: [1], start_date: '2026-02-30' },
    'start_date',
    'The start_date field must be a day of the calendar, like "2026-02-28"; got "2026-02-30".',
  ],
])('422: %j', async (body, field, sentence) => {
  const answer = await ask(body);
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toEqual({ message: sentence, errors: { [field]: [sentence] } });
});
