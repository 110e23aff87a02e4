import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId, TokenId } from '#goalpost/model/ids.js';
import { useApi } from '../support/api.js';
import { project, T0, token } from '../support/builders.js';

const api = useApi();
const p1 = 'p1' as ProjectId;
let manager: string;

beforeEach(async () => {
  manager = await api.issue({ abilities: ['manage', 'conversions:read', 'goals:read'] });
});

const create = (body: unknown) => api.send('POST', '/tokens', manager, body);
const DAY_MS = 86_400_000;

describe('a token that is created', () => {
  it('is shown once, and may do what was said', async () => {
    const answer = await create({ abilities: ['goals:read', 'goals:read'] });
    const { id, token: text, ...data } = answer.json().data;
    expect([answer.statusCode, data]).toEqual([
      201,
      {
        name: null,
        abilities: ['goals:read'],
        rate_limit: 60,
        created_at: '2026-01-03T10:00:00.000Z',
        expires_at: null,
      },
    ]);
    expect(text).toMatch(new RegExp(`^gp_${id}_`));
    expect((await api.send('GET', '/goals', text)).statusCode).toBe(200);
    expect((await api.ask({ session_ids: [1] }, text)).statusCode).toBe(403);
    expect((await api.send('GET', '/tokens', manager)).body).not.toContain(text.slice(-20));
  });

  it('has a name, a rate limit and an expiry if they are given', async () => {
    const body = { abilities: ['goals:read'], name: 'Weekly', rate_limit: 7, expires_in_days: 2 };
    const answer = await create(body);
    expect(answer.json().data).toMatchObject({
      name: 'Weekly',
      rate_limit: 7,
      expires_at: '2026-01-05T10:00:00.000Z',
    });
    const { token: text } = answer.json().data;
    expect((await api.send('GET', '/goals', text)).headers['x-ratelimit-limit']).toBe('7');
    api.now = T0 + 2 * DAY_MS;
    expect((await api.send('GET', '/goals', text)).statusCode).toBe(401);
  });

  it('can do nothing that its creator cannot do', async () => {
    const answer = await create({ abilities: ['goals:read', 'goals:write'] });
    const sentence = 'The abilities.1 field must be an ability that you have yourself; you lack "goals:write".';
    expect([answer.statusCode, answer.json()]).toEqual([
      422,
      { message: sentence, errors: { 'abilities.1': [sentence] } },
    ]);
    expect(await api.store.tokens.list(p1)).toHaveLength(1);
  });

  it.each<[object, string]>([
    [{}, 'abilities'],
    [{ abilities: [] }, 'abilities'],
    [{ abilities: ['everything'] }, 'abilities.0'],
    [{ abilities: ['goals:read'], rate_limit: 0 }, 'rate_limit'],
    [{ abilities: ['goals:read'], rate_limit: 1_000_001 }, 'rate_limit'],
    [{ abilities: ['goals:read'], expires_in_days: 3651 }, 'expires_in_days'],
    [{ abilities: ['goals:read'], name: 'x'.repeat(121) }, 'name'],
  ])('is refused: %j', async (body, field) => {
    const answer = await create(body);
    expect([answer.statusCode, Object.keys(answer.json().errors)]).toEqual([422, [field]]);
  });

  it('is one of at most 1,000 that are valid', async () => {
    const valid = { expiresAt: T0 + DAY_MS };
    for (let no = 1; no < 1000; no++) await api.store.tokens.create(token({ id: `t${no}`, ...valid }));
    const answer = await create({ abilities: ['goals:read'] });
    const sentence = 'The project has 1000 valid tokens, which is the most it can have; revoke one first.';
    expect([answer.statusCode, answer.json().errors]).toEqual([422, { body: [sentence] }]);
    await api.store.tokens.revoke('t1' as TokenId, T0);
    expect((await create({ abilities: ['goals:read'] })).statusCode).toBe(201);
  });
});

it('the tokens of the project are listed, oldest first', async () => {
  await api.store.tokens.create(token({ id: 'old', createdAt: T0 - 1, revokedAt: T0, lastUsedAt: T0 }));
  await api.store.projects.create(project({ id: 'p2' }));
  await api.store.tokens.create(token({ id: 'foreign', projectId: 'p2' }));
  const { data } = (await api.send('GET', '/tokens', manager)).json();
  expect(data).toEqual([
    {
      id: 'old',
      name: null,
      abilities: ['conversions:read'],
      rate_limit: 60,
      created_at: '2026-01-03T09:59:59.999Z',
      expires_at: null,
      revoked_at: '2026-01-03T10:00:00.000Z',
      last_used_at: '2026-01-03T10:00:00.000Z',
    },
    expect.objectContaining({ abilities: ['manage', 'conversions:read', 'goals:read'] }),
  ]);
});

describe('a token that is revoked', () => {
  it('is refused within a second, and stays in the list', async () => {
    const { id, token: text } = (await create({ abilities: ['goals:read'] })).json().data;
    expect((await api.send('DELETE', `/tokens/${id}`, manager)).json()).toEqual({ error: false, data: null });
    api.now += 1001;
    expect((await api.send('GET', '/goals', text)).statusCode).toBe(401);
    const again = await api.send('DELETE', `/tokens/${id}`, manager);
    expect(again.statusCode).toBe(200);
    expect((await api.store.tokens.find(id))!.revokedAt).toBe(T0);
  });

  it('is one of the own project', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    await api.store.tokens.create(token({ id: 'foreign', projectId: 'p2' }));
    for (const id of ['foreign', 'unknown']) {
      const answer = await api.send('DELETE', `/tokens/${id}`, manager);
      expect([answer.statusCode, answer.json().message]).toEqual([404, `The project has no token "${id}".`]);
    }
    expect((await api.store.tokens.find('foreign' as TokenId))!.revokedAt).toBeNull();
  });
});

it.each(['GET', 'POST'] as const)('%s tokens needs the ability manage', async (method) => {
  const body = method === 'POST' ? { abilities: ['goals:read'] } : undefined;
  const answer = await api.send(method, '/tokens', await api.issue({ abilities: ['goals:read'] }), body);
  expect([answer.statusCode, answer.json().message]).toEqual([403, 'This token lacks the ability manage.']);
});
