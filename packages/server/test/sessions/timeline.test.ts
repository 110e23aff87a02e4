import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { useApi } from '../support/api.js';
import { click, customEvent, project, T0, urlGoal, visit } from '../support/builders.js';

const api = useApi();
let token: string;
const get = (address: string) => api.send('GET', `/sessions/${address}`, token);

beforeEach(async () => {
  token = await api.issue({ abilities: ['sessions:read'] });
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks', name: 'Thanks' }));
  await api.record(
    visit('/thanks?x=1', { id: 'e1', title: 'Thank you' }),
    click([{ tag: 'a', id: 'go' }], { id: 'e2', at: T0 + 1000, url: '/thanks', text: 'Go', href: '/b' }),
    customEvent('purchase', { id: 'e3', at: T0 + 2000, value: '49.00', currency: 'EUR', properties: { plan: 'pro' } }),
  );
});

describe('200', () => {
  it('returns the session, what happened in it, and the goals met with their rules', async () => {
    const { error, data } = (await get('1')).json();
    expect(error).toBe(false);
    const { timeline, next_cursor, ...session } = data;
    expect(session).toMatchObject({
      id: '1',
      created_at: '2026-01-03T10:00:00.000Z',
      time_spend: 2,
      entry_page: '/thanks',
      visits: 1,
      clicks: 1,
      events: 1,
      conversions: 1,
    });
    expect(next_cursor).toBeNull();
    expect(timeline).toEqual([
      {
        id: 'e1',
        type: 'visit',
        occurred_at: '2026-01-03T10:00:00.000Z',
        origin: 'trusted',
        url: '/thanks?x=1',
        title: 'Thank you',
        referrer: null,
        goals: [
          {
            key: 'thanks',
            name: 'Thanks',
            version: 1,
            type: 'url',
            rule: { match: 'prefix', pattern: '/thanks', on: 'path' },
            conversion_id: '1:url:thanks:e1',
          },
        ],
      },
      {
        id: 'e2',
        type: 'click',
        occurred_at: '2026-01-03T10:00:01.000Z',
        origin: 'trusted',
        url: '/thanks',
        text: 'Go',
        href: '/b',
        element: [{ tag: 'a', id: 'go' }],
        goals: [],
      },
      {
        id: 'e3',
        type: 'event',
        occurred_at: '2026-01-03T10:00:02.000Z',
        origin: 'trusted',
        name: 'purchase',
        url: null,
        value: '49.00',
        currency: 'EUR',
        properties: { plan: 'pro' },
        goals: [],
      },
    ]);
    const conversions = (await api.ask({ session_ids: [1] }, await api.issue())).json().data;
    expect(conversions).toEqual([timeline[0].goals[0].conversion_id]);
  });

  it('returns pages until next_cursor is null', async () => {
    const first = (await get('1?limit=2')).json().data;
    expect(first.timeline.map(({ id }: { id: string }) => id)).toEqual(['e1', 'e2']);
    const second = (await get(`1?limit=2&cursor=${first.next_cursor}`)).json().data;
    expect(second).toMatchObject({ id: '1', timeline: [{ id: 'e3' }], next_cursor: null });
  });
});

it('403: needs the ability sessions:read', async () => {
  token = await api.issue({ abilities: ABILITIES.filter((ability) => ability !== 'sessions:read') });
  expect((await get('1')).json().message).toBe('This token lacks the ability sessions:read.');
});

it.each(['2', 'theirs', 'no%20id'])('404: the project has no session %s', async (id) => {
  await api.store.projects.create(project({ id: 'p2' }));
  await api.store.events.record('p2' as ProjectId, [visit('/', { sessionId: 'theirs' })]);
  const answer = await get(id);
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toEqual({ error: true, message: `The project has no session "${decodeURIComponent(id)}".` });
});

it.each([
  ['limit=0', 'limit', 'The limit field must be an integer from 1 to 1000; got "0".'],
  ['limit=1001', 'limit', 'The limit field must be an integer from 1 to 1000; got "1001".'],
  ['limit=1&limit=2', 'limit', 'The limit field must be an integer from 1 to 1000; got a list of 2.'],
  ['cursor=x', 'cursor', 'The cursor field must be the next_cursor of an earlier answer.'],
])('422: %s', async (query, field, sentence) => {
  const answer = await get(`1?${query}`);
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toEqual({ message: sentence, errors: { [field]: [sentence] } });
});
