import { beforeEach, describe, expect, it } from 'vitest';
import { useApi } from '../../support/api.js';
import { visit } from '../../support/builders.js';
import { THANKS } from './operations.js';

let changes = 0;
const api = useApi({ onGoalsChanged: () => changes++ });
let token: string;

beforeEach(async () => {
  changes = 0;
  token = await api.issue({ abilities: ['goals:read', 'goals:write', 'conversions:read'] });
  await api.record(visit('/thanks', { id: 'e1' }), visit('/', { id: 'e2' }), visit('/cart', { id: 'e3' }));
});

const goal = async () => {
  const { version, matching } = (await api.send('GET', '/goals/thanks', token)).json().data;
  return { version, ...matching };
};
const found = async () => (await api.ask({ session_ids: [1] }, token)).json().data;
const versionsFound = async () => {
  const { data } = (await api.ask({ session_ids: [1], expand: true }, token)).json();
  return data.map((conversion: { goal: { version: number } }) => conversion.goal.version);
};

describe('stored history is matched in the background:', () => {
  it('a new goal has no conversions until matching is done, then all of them', async () => {
    await api.send('POST', '/goals', token, THANKS);
    expect(await goal()).toEqual({ version: 1, state: 'running', examined: 0, matched: 0, total: 3 });
    expect(await found()).toEqual([]);
    await api.finishWork();
    expect(await goal()).toEqual({ version: 1, state: 'done', examined: 3, matched: 1, total: 3 });
    expect(await found()).toEqual(['1:url:thanks:e1']);
  });

  it('a changed goal keeps its conversions until matching is done, then all are replaced in one step', async () => {
    await api.send('POST', '/goals', token, THANKS);
    await api.finishWork();
    await api.send('PATCH', '/goals/thanks', token, { rule: { match: 'prefix', pattern: '/' } });
    expect(await goal()).toEqual({ version: 2, state: 'running', examined: 0, matched: 0, total: 3 });
    expect([await found(), await versionsFound()]).toEqual([['1:url:thanks:e1'], [1]]);
    await api.finishWork();
    expect(await goal()).toEqual({ version: 2, state: 'done', examined: 3, matched: 3, total: 3 });
    expect(await found()).toEqual(['1:url:thanks:e1', '1:url:thanks:e2', '1:url:thanks:e3']);
    expect(await versionsFound()).toEqual([2, 2, 2]);
  });

  it('a change without a new version takes effect at once', async () => {
    await api.send('POST', '/goals', token, THANKS);
    await api.finishWork();
    await api.send('PATCH', '/goals/thanks', token, { name: 'Order', value: '5.00', currency: 'EUR' });
    expect(await goal()).toEqual({ version: 1, state: 'done', examined: 3, matched: 1, total: 3 });
    const [conversion] = (await api.ask({ session_ids: [1], expand: true }, token)).json().data;
    expect(conversion).toMatchObject({ goal: { name: 'Order', version: 1 }, value: '5.00', currency: 'EUR' });
  });

  it('a goal changed during matching ends up with the last change', async () => {
    await api.send('POST', '/goals', token, THANKS);
    await api.send('PATCH', '/goals/thanks', token, { rule: { match: 'equals', pattern: '/cart' } });
    await api.send('PATCH', '/goals/thanks', token, { rule: { match: 'equals', pattern: '/' } });
    expect(await found()).toEqual([]);
    await api.finishWork();
    expect([await found(), await versionsFound()]).toEqual([['1:url:thanks:e2'], [3]]);
  });

  it('events that arrive during matching are matched once', async () => {
    await api.send('POST', '/goals', token, THANKS);
    await api.record(visit('/thanks', { id: 'e0' }), visit('/thanks', { id: 'e4' }));
    await api.finishWork();
    expect(await found()).toEqual(['1:url:thanks:e0', '1:url:thanks:e1', '1:url:thanks:e4']);
  });
});

it('every creation, change and deletion of a goal triggers background matching, and nothing else does', async () => {
  await api.send('POST', '/goals', token, THANKS);
  expect(changes).toBe(1);
  await api.send('PATCH', '/goals/thanks', token, { count: 'once' });
  expect(changes).toBe(2);
  await api.send('POST', '/goals', token, THANKS);
  await api.send('PATCH', '/goals/none', token, { count: 'once' });
  await api.send('DELETE', '/goals/none', token);
  await api.send('GET', '/goals', token);
  expect(changes).toBe(2);
  await api.send('DELETE', '/goals/thanks', token);
  expect(changes).toBe(3);
});
