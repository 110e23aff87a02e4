import { beforeEach, describe, expect, it } from 'vitest';
import type { GoalKey, ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../support/api.js';
import { goal, urlGoal, visit } from '../../support/builders.js';

const api = useApi();
const p1 = 'p1' as ProjectId;
let token: string;

const DONE = { state: 'done', examined: 0, matched: 0, total: 0 };
const THANKS = {
  key: 'thanks',
  name: 'A goal',
  type: 'url',
  rule: { match: 'prefix', pattern: '/thanks', on: 'path' },
  count: 'every',
  value: null,
  currency: null,
  value_from: 'event',
  version: 1,
  matching: DONE,
};
const BUY = {
  key: 'buy',
  name: 'Buy',
  type: 'click',
  rule: { selector: 'a.buy', href: { match: 'prefix', pattern: 'https://pay.example/' } },
  count: 'once',
  value: '49.00',
  currency: 'EUR',
  value_from: 'goal',
  version: 1,
  matching: DONE,
};

beforeEach(async () => {
  token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
  await api.store.goals.create(p1, urlGoal('/thanks', { key: 'thanks' }));
  await api.store.goals.create(
    p1,
    goal(
      { type: 'click', rule: { selector: 'a.buy', href: { match: 'prefix', pattern: 'https://pay.example/' } } },
      { key: 'buy', name: 'Buy', count: 'once', value: '49.00', currency: 'EUR' },
    ),
  );
});

const data = (answer: Awaited<ReturnType<typeof api.send>>) => {
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.json()).toEqual({ error: false, data: expect.anything() });
  return answer.json().data;
};

it('the goals of the project are listed by key', async () => {
  expect(data(await api.send('GET', '/goals', token))).toEqual([BUY, THANKS]);
});

it('a project without goals has an empty list', async () => {
  await api.store.goals.remove(p1, 'thanks' as GoalKey);
  await api.store.goals.remove(p1, 'buy' as GoalKey);
  expect(data(await api.send('GET', '/goals', token))).toEqual([]);
});

it('a goal is returned by its key', async () => {
  expect(data(await api.send('GET', '/goals/thanks', token))).toEqual(THANKS);
});

it('HEAD answers like GET, without the body', async () => {
  const answer = await api.send('HEAD', '/goals/thanks', token);
  expect([answer.statusCode, answer.body]).toEqual([200, '']);
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
});

describe('a change returns the whole goal:', () => {
  it.each<[string, string, object, object]>([
    ['nothing', 'thanks', {}, THANKS],
    ['null means absent, except for value and currency', 'thanks', { name: null, rule: null }, THANKS],
    ['unknown fields are ignored', 'thanks', { colour: 'red', version: 7 }, THANKS],
    ['its own key', 'thanks', { key: 'thanks' }, THANKS],
    ['a name, which makes no new version', 'thanks', { name: 'Order' }, { ...THANKS, name: 'Order' }],
    [
      'a value, which makes no new version',
      'thanks',
      { value: '5', currency: 'EUR' },
      { ...THANKS, value: '5', currency: 'EUR', value_from: 'goal' },
    ],
    [
      'null for value and currency, which clears them',
      'buy',
      { value: null, currency: null },
      { ...BUY, value: null, currency: null, value_from: 'event' },
    ],
    [
      'a rule, which is replaced as a whole',
      'buy',
      { rule: { text: 'Buy now' } },
      { ...BUY, rule: { text: 'Buy now' }, version: 2 },
    ],
    ['a counting mode', 'thanks', { count: 'once' }, { ...THANKS, count: 'once', version: 2 }],
    [
      'a type with its rule',
      'thanks',
      { type: 'event', rule: { name: 'purchase' } },
      { ...THANKS, type: 'event', rule: { name: 'purchase' }, version: 2 },
    ],
  ])('%s', async (_title, key, patch, expected) => {
    expect(data(await api.send('PATCH', `/goals/${key}`, token, patch))).toEqual(expected);
    expect((await api.send('GET', `/goals/${key}`, token)).json().data).toEqual(expected);
  });
});

it('a deleted goal is gone, as are its conversions', async () => {
  await api.record(visit('/thanks'));
  const reader = await api.issue();
  const found = async () => (await api.ask({ session_ids: [1] }, reader)).json().data;
  expect(await found()).toEqual(['1:url:thanks:e1']);
  const answer = await api.send('DELETE', '/goals/thanks', token);
  expect([answer.statusCode, answer.body]).toEqual([200, '{"error":false,"data":null}']);
  expect(await found()).toEqual([]);
  expect((await api.send('GET', '/goals', token)).json().data).toEqual([BUY]);
});

it('a deleted key can be reused, and its version numbers continue', async () => {
  await api.send('DELETE', '/goals/thanks', token);
  const { key, name, type, rule } = THANKS;
  const answer = await api.send('POST', '/goals', token, { key, name, type, rule });
  expect(answer.json().data).toEqual({ ...THANKS, version: 2 });
});
