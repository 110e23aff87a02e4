import { beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { FIREFOX } from '../collect/track/track.js';
import { useApi } from '../support/api.js';
import { project, urlGoal, visit } from '../support/builders.js';

let wasTold = 0;
const api = useApi({
  onProjectRemoved: () => {
    wasTold++;
  },
});
const p1 = 'p1' as ProjectId;
let manager: string;

beforeEach(async () => {
  wasTold = 0;
  manager = await api.issue({ abilities: ['manage', 'conversions:read', 'reports:read', 'goals:write'] });
  await api.store.goals.create(p1, urlGoal('/', { key: 'any' }));
  await api.record(visit('/thanks'));
});

const remove = (body: unknown, id = 'p1') => api.send('DELETE', `/projects/${id}`, manager, body);

describe('a project is deleted', () => {
  it('when its name is repeated, and everything of it is erased', async () => {
    await api.send('POST', '/notes', manager, { date: '2026-01-03', text: 'Open' });
    const answer = await remove({ name: 'Shop' });
    expect([answer.statusCode, answer.json(), wasTold]).toEqual([200, { error: false, data: null }, 1]);
    expect(await api.store.projects.list()).toEqual([]);
    while (await api.store.projects.work());
    expect(await api.store.sessions.known(p1, ['1' as SessionId])).toEqual(new Set());
    expect(await api.store.documents.list('note', p1, { order: 'asc', after: null, limit: 1 })).toEqual([]);
    expect(await api.store.tokens.list(p1)).toEqual([]);
  });

  it('and its tokens are refused within a second', async () => {
    await remove({ name: 'Shop' });
    api.now += 1001;
    expect((await api.ask({ session_ids: [1] }, manager)).statusCode).toBe(401);
    const body = { site: 'site-p1', events: [{ type: 'visit', age: 0, url: 'https://shop.example/' }] };
    const tracked = await api.app.inject({ method: 'POST', url: `${BASE_PATH}/track`, payload: body });
    expect([tracked.statusCode, Object.keys(tracked.json().errors)]).toEqual([422, ['site']]);
  });

  it.each<[unknown, string]>([
    [{}, 'The name field is required: it must be the name of the project.'],
    [
      { name: 'shop' },
      'The name field must repeat the name of the project, which confirms that it is the right one: "Shop".',
    ],
  ])('but not with %j', async (body, sentence) => {
    const answer = await remove(body);
    expect([answer.statusCode, answer.json().errors, wasTold]).toEqual([422, { name: [sentence] }, 0]);
    expect((await api.ask({ session_ids: [1] }, manager)).json().data).toEqual(['1:url:any:e1']);
  });

  it('but not that of somebody else, nor without the ability manage', async () => {
    await api.store.projects.create(project({ id: 'p2', name: 'Blog' }));
    expect((await remove({ name: 'Blog' }, 'p2')).statusCode).toBe(404);
    const writer = await api.issue({ abilities: ['goals:write', 'sessions:erase'] });
    expect((await api.send('DELETE', '/projects/p1', writer, { name: 'Shop' })).statusCode).toBe(403);
    expect(await api.store.projects.list()).toHaveLength(2);
  });
});

it('events that arrive while it is deleted are refused, and not with a 500', async () => {
  const payload = { site: 'site-p1', events: [{ type: 'visit', age: 0, url: 'https://shop.example/' }] };
  const headers = { 'user-agent': FIREFOX };
  const track = () => api.app.inject({ method: 'POST', url: `${BASE_PATH}/track`, headers, payload });
  expect((await track()).statusCode).toBe(202);
  await remove({ name: 'Shop' });
  const late = await track();
  expect([late.statusCode, Object.keys(late.json().errors ?? {})]).toEqual([422, ['site']]);
});

it('a request that came in before is answered 401 when the project is gone', async () => {
  const period = { start_date: '2026-01-01', end_date: '2026-01-31' };
  expect((await api.send('POST', '/reports/conversions', manager, period)).statusCode).toBe(200);
  await remove({ name: 'Shop' });
  for (const [address, body] of [
    ['/reports/conversions', period],
    ['/tokens', { abilities: ['manage'] }],
    ['/notes', { date: '2026-01-03', text: 'Late' }],
    ['/goals', { key: 'late', name: 'Late', type: 'event', rule: { name: 'x' } }],
  ] as const) {
    expect([address, (await api.send('POST', address, manager, body)).statusCode]).toEqual([address, 401]);
  }
});
