import { beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { FUNNELS_MAX } from '#goalpost/funnels/saved.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../support/api.js';
import { customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';

const P1 = 'p1' as ProjectId;
const PERIOD = { start_date: '2026-01-03', end_date: '2026-01-04' };
const HELP = { name: 'Help', type: 'url', rule: { on: 'path', match: 'equals', pattern: '/help' } };
const CHECKOUT = { key: 'checkout', name: 'Checkout', steps: [{ goal: 'cart' }, { goal: 'paid' }] };
const NONE =
  'The funnel.funnel field must name a saved funnel; the project has no funnel "none". GET funnels lists those there are.';
const api = useApi();
let token: string;
beforeEach(async () => {
  token = await api.issue({ abilities: ['reports:read', 'goals:write', 'sessions:read'] });
  await api.store.goals.create(P1, urlGoal('/cart', { key: 'cart', name: 'Cart' }));
  await api.store.goals.create(P1, goal({ type: 'event', rule: { name: 'paid' } }, { key: 'paid', name: 'Paid' }));
  await api.record(
    visit('/cart?utm_source=mail', { sessionId: 'a', id: 'e1' }),
    customEvent('paid', { sessionId: 'a', id: 'e2', at: T0 + 10_000 }),
    visit('/cart', { sessionId: 'b', id: 'e1' }),
  );
});

const save = (body: object) => api.send('POST', '/funnels', token, body);
const change = (body: unknown, key = 'checkout') => api.send('PATCH', `/funnels/${key}`, token, body);
const listed = async () => (await api.send('GET', '/funnels', token)).json().data;
const ask = (body: object) => api.send('POST', '/reports/funnel', token, { ...PERIOD, ...body });
const full = (changes: object) => ({
  ...CHECKOUT,
  order: 'eventually',
  within_seconds: null,
  filters: null,
  group_by: null,
  compare: null,
  ...changes,
});

describe('funnels', () => {
  it('are saved, listed by key, changed and deleted', async () => {
    const saved = await save(CHECKOUT);
    expect([saved.statusCode, saved.json().data]).toEqual([201, full({})]);
    const all = { ...CHECKOUT, key: 'all', steps: [HELP, { goal: 'cart', name: null }], filters: { source: 'mail' } };
    const other = {
      ...all,
      steps: [HELP, { goal: 'cart' }],
      order: 'directly',
      within_seconds: 60,
      group_by: 'device',
    };
    await save({ ...all, order: 'directly', within_seconds: 60, group_by: 'device', unknown: 1 });
    expect(await listed()).toEqual([full(other), full({})]);
    const changed = await change({ name: 'Paying', steps: null, within_seconds: 3600, key: 'checkout' });
    expect(changed.json().data).toEqual(full({ name: 'Paying', within_seconds: 3600 }));
    expect((await change({ within_seconds: null, name: null })).json().data).toEqual(full({ name: 'Paying' }));
    expect((await api.send('GET', '/funnels/checkout', token)).json().data).toEqual(full({ name: 'Paying' }));
    expect((await api.send('DELETE', '/funnels/checkout', token)).json()).toEqual({ error: false, data: null });
    expect((await listed()).map(({ key }: { key: string }) => key)).toEqual(['all']);
    expect((await save(CHECKOUT)).statusCode).toBe(201);
  });

  it('are those of the project', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    const theirs = await api.issue({ projectId: 'p2', abilities: ['reports:read'] });
    await save(CHECKOUT);
    expect((await api.send('GET', '/funnels', theirs)).json().data).toEqual([]);
    expect((await api.send('GET', '/funnels/checkout', theirs)).statusCode).toBe(404);
  });

  it.each(['GET', 'PATCH', 'DELETE'] as const)('%s of one that does not exist is a 404', async (method) => {
    for (const key of ['missing', 'Not-a-key', 'a'.repeat(64)]) {
      const answer = await api.send(method, `/funnels/${key}`, token, method === 'PATCH' ? {} : undefined);
      expect([answer.statusCode, answer.json().message]).toEqual([404, `The project has no funnel "${key}".`]);
    }
  });

  it.each<[object, string, string]>([
    [{ key: 'A b' }, 'key', 'The key field must be 1 to 63 lower-case letters'],
    [{ name: ' ' }, 'name', 'The name field must be a name of 1 to 120 characters'],
    [{ steps: [{ goal: 'cart' }] }, 'steps', 'The steps field must be a list of 2 to 10 steps'],
    [{ steps: [{ goal: 'cart' }, { goal: 'none' }] }, 'steps.1.goal', 'The project has no goal "none"'],
    [{ within_seconds: 0 }, 'within_seconds', 'The within_seconds field must be an integer from 1 to'],
    [{ filters: { color: 'red' } }, 'filters.color', 'The filters.color field is not a filter'],
    [{ compare: 'never' }, 'compare', 'The compare field must be "previous_period"'],
  ])('with %j are refused as the report refuses them', async (changes, field, sentence) => {
    const { statusCode, body } = await save({ ...CHECKOUT, ...changes });
    expect(statusCode).toBe(422);
    expect(JSON.parse(body).errors[field][0]).toContain(sentence);
  });

  it('keep their keys, and a taken key is refused', async () => {
    await save(CHECKOUT);
    expect((await save(CHECKOUT)).json().errors).toEqual({
      key: ['The key field must be new; the project has a funnel "checkout".'],
    });
    expect((await change({ key: 'other' })).json().errors.key[0]).toContain('cannot be changed');
    expect((await change({ steps: [] })).json().errors.steps[0]).toContain('2 to 10 steps');
    expect((await change([])).json().errors.body[0]).toContain('must be');
  });

  it(`are at most ${FUNNELS_MAX}`, async () => {
    for (let index = 0; index < FUNNELS_MAX; index++) await save({ ...CHECKOUT, key: `f${index}` });
    expect((await save(CHECKOUT)).json().errors.body).toEqual([
      `The project has ${FUNNELS_MAX} funnels, which is the most it can have; delete one first.`,
    ]);
    expect(await listed()).toHaveLength(FUNNELS_MAX);
  });

  it('are read with reports:read, and written with goals:write', async () => {
    await save(CHECKOUT);
    const reader = await api.issue({ abilities: ['reports:read'] });
    const writer = await api.issue({ abilities: ['goals:write'] });
    expect((await api.send('GET', '/funnels/checkout', reader)).statusCode).toBe(200);
    expect((await api.send('POST', '/funnels', reader, CHECKOUT)).statusCode).toBe(403);
    expect((await api.send('DELETE', '/funnels/checkout', reader)).statusCode).toBe(403);
    expect((await api.send('GET', '/funnels', writer)).statusCode).toBe(403);
    expect((await api.send('DELETE', '/funnels/checkout', writer)).statusCode).toBe(200);
  });
});

describe('a report on a saved funnel', () => {
  it('is the one with its steps', async () => {
    await save({ ...CHECKOUT, within_seconds: 3600 });
    const named = await ask({ funnel: 'checkout', steps: null });
    expect([named.statusCode, named.body]).toEqual([
      200,
      (await ask({ steps: CHECKOUT.steps, within_seconds: 3600 })).body,
    ]);
    const csv = await api.app.inject({
      method: 'POST',
      url: `${BASE_PATH}/reports/funnel`,
      headers: { authorization: `Bearer ${token}`, accept: 'text/csv' },
      payload: { ...PERIOD, funnel: 'checkout' },
    });
    expect(csv.body).toContain('Paid');
  });

  it('has its other fields, unless the body has them', async () => {
    await save({ ...CHECKOUT, filters: { source: 'mail' }, within_seconds: 5 });
    const reached = async (body: object) =>
      (await ask({ funnel: 'checkout', ...body }))
        .json()
        .data.steps.map(({ sessions }: { sessions: number }) => sessions);
    expect(await reached({})).toEqual([1, 0]);
    expect(await reached({ within_seconds: 60 })).toEqual([1, 1]);
    expect(await reached({ within_seconds: null, filters: {} })).toEqual([2, 0]);
  });

  it('opens into its sessions', async () => {
    await save(CHECKOUT);
    const list = (funnel: object) =>
      api.send('POST', '/project/sessions', token, { ...PERIOD, funnel: { ...PERIOD, ...funnel } });
    const { data } = (await list({ funnel: 'checkout', step: 1, sessions: 'left_after' })).json().data;
    expect(data.map(({ id }: { id: string }) => id)).toEqual(['b']);
    expect((await list({ funnel: 'none', step: 1, sessions: 'reached' })).json().errors).toEqual({
      'funnel.funnel': [NONE],
    });
  });

  it.each<[object, object]>([
    [{ funnel: 'none' }, { funnel: [NONE.replace('funnel.', '')] }],
    [
      { funnel: 'checkout', steps: CHECKOUT.steps },
      { funnel: ['The funnel field goes without steps, which the saved funnel has.'] },
    ],
    [{ funnel: 7 }, { funnel: ['The funnel field must be the key of a saved funnel such as "checkout"; got 7.'] }],
  ])('with %j is refused', async (body, errors) => {
    await save(CHECKOUT);
    const answer = await ask(body);
    expect([answer.statusCode, answer.json().errors]).toEqual([422, errors]);
  });

  it('says which goal is gone', async () => {
    await save(CHECKOUT);
    await api.store.goals.remove(P1, 'paid' as never);
    expect((await ask({ funnel: 'checkout' })).json().errors['steps.1.goal'][0]).toContain('no goal "paid"');
  });
});
