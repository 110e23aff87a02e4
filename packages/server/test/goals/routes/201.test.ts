import { expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../support/api.js';
import { project, urlGoal } from '../../support/builders.js';
import { THANKS } from './operations.js';

const api = useApi();

const DEFAULTS = { count: 'every', value: null, currency: null, value_from: 'event' };
const NEW = { version: 1, matching: { state: 'done', examined: 0, matched: 0, total: 0 } };

it.each<[string, object, object]>([
  [
    'on visits, comparing the path by default',
    THANKS,
    { ...THANKS, rule: { match: 'prefix', pattern: '/thanks', on: 'path' }, ...DEFAULTS, ...NEW },
  ],
  [
    'on clicks, with all fields',
    {
      key: 'buy',
      name: 'Buy',
      type: 'click',
      rule: { selector: 'a.buy', text: 'Buy now', href: { match: 'glob', pattern: '/buy/*' } },
      count: 'once',
      value: '49.00',
      currency: 'EUR',
    },
    {
      key: 'buy',
      name: 'Buy',
      type: 'click',
      rule: { selector: 'a.buy', text: 'Buy now', href: { match: 'glob', pattern: '/buy/*' } },
      count: 'once',
      value: '49.00',
      currency: 'EUR',
      value_from: 'goal',
      ...NEW,
    },
  ],
  [
    'on custom events, with null meaning absent and unknown fields ignored',
    { key: 'order', name: 'Order', type: 'event', rule: { name: 'order', properties: null, x: 1 }, count: null, y: 2 },
    { key: 'order', name: 'Order', type: 'event', rule: { name: 'order' }, ...DEFAULTS, ...NEW },
  ],
])('a goal is created %s', async (_title, body, expected) => {
  const token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
  const answer = await api.send('POST', '/goals', token, body);
  expect(answer.statusCode).toBe(201);
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
  expect(answer.json()).toEqual({ error: false, data: expected });
  expect((await api.send('GET', '/goals', token)).json()).toEqual({ error: false, data: [expected] });
});

it('two projects may have goals with the same key', async () => {
  await api.store.projects.create(project({ id: 'p2' }));
  await api.store.goals.create('p2' as ProjectId, urlGoal('/', { key: 'thanks' }));
  const token = await api.issue({ abilities: ['goals:write'] });
  expect((await api.send('POST', '/goals', token, THANKS)).statusCode).toBe(201);
});

it('only one of two simultaneous requests creates a goal', async () => {
  const token = await api.issue({ abilities: ['goals:write'] });
  const answers = await Promise.all([1, 2].map(() => api.send('POST', '/goals', token, THANKS)));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 422]);
});
