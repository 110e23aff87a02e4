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
      rule: { selector: 'a.buy', text: 'Buy now', href: { match: 'glob', pattern: 'https://shop.example/buy/*' } },
      count: 'once',
      value: '49.00',
      currency: 'EUR',
    },
    {
      key: 'buy',
      name: 'Buy',
      type: 'click',
      rule: { selector: 'a.buy', text: 'Buy now', href: { match: 'glob', pattern: 'https://shop.example/buy/*' } },
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

it('a goal that may match nothing is created with a warning', async () => {
  const token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
  const rule = { href: { match: 'equals', pattern: '/buy' } };
  const warnings = [
    'The rule.href.pattern field can only match imported clicks: the tracker sends whole addresses, such as "https://shop.example/buy".',
  ];
  const body = { key: 'buy', name: 'Buy', type: 'click', rule };
  const created = await api.send('POST', '/goals', token, body);
  expect([created.statusCode, created.json()]).toMatchObject([201, { error: false, data: { rule }, warnings }]);
  expect((await api.send('PATCH', '/goals/buy', token, { name: 'Bought' })).json()).toMatchObject({ warnings });
  expect((await api.send('POST', '/goals/preview', token, body)).json().data.warnings).toEqual([
    ...warnings,
    'There are no clicks stored to try the rule on.',
  ]);
});

it('a goal that was saved before impossible rules were refused can be read and renamed, but not saved with its rule', async () => {
  const token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
  await api.store.goals.create('p1' as ProjectId, urlGoal('thanks', { key: 'old' }));
  expect((await api.send('GET', '/goals/old', token)).json().data.rule.pattern).toBe('thanks');
  expect((await api.send('PATCH', '/goals/old', token, { name: 'Renamed' })).statusCode).toBe(200);
  const again = await api.send('PATCH', '/goals/old', token, { rule: { match: 'equals', pattern: 'thanks' } });
  const sentence =
    'The rule.pattern field must be a pattern that a path can match: a path begins with "/". Write "/thanks"; got "thanks".';
  expect([again.statusCode, again.json()]).toEqual([
    422,
    { message: sentence, errors: { 'rule.pattern': [sentence] } },
  ]);
});
