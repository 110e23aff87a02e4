import type { Goal, NewGoal } from '@goalpost/client';
import { expect, it } from 'vitest';
import { useServer } from './support/server.js';

const server = useServer();

const THANKS: NewGoal = {
  key: 'thanks',
  name: 'Order placed',
  type: 'url',
  rule: { match: 'prefix', pattern: '/thanks' },
};
const STORED: Goal = {
  key: 'thanks',
  name: 'Order placed',
  type: 'url',
  rule: { match: 'prefix', pattern: '/thanks', on: 'path' },
  count: 'every',
  value: null,
  currency: null,
  value_from: 'event',
  version: 1,
  matching: { state: 'done', examined: 0, matched: 0, total: 0 },
};

it('goals are created, listed, read, changed and deleted', async () => {
  const { goals } = await server.client();
  expect(await goals.create(THANKS)).toMatchObject({ ...STORED, matching: expect.any(Object) });
  await server.finishWork();
  expect(await goals.list()).toEqual([STORED]);
  expect(await goals.get('thanks')).toEqual(STORED);
  const changed = await goals.update('thanks', { name: 'Thanked', value: '5.00', currency: 'EUR' });
  expect(changed).toMatchObject({ name: 'Thanked', value: '5.00', currency: 'EUR', version: 1 });
  expect(await goals.delete('thanks')).toBeUndefined();
  expect(await goals.list()).toEqual([]);
});

it('a key that is not a slug stays one segment of the path', async () => {
  const { goals } = await server.client();
  await expect(goals.get('../goals?x#y')).rejects.toMatchObject({
    kind: 'not_found',
    message: 'The project has no goal "../goals?x#y".',
  });
});

it('a taken key is an error of its field', async () => {
  const { goals } = await server.client();
  await goals.create(THANKS);
  await expect(goals.create(THANKS)).rejects.toMatchObject({
    kind: 'invalid',
    errors: { key: ['The key field must be new; the project has a goal "thanks".'] },
  });
});

it('the type of a goal determines the shape of its rule', async () => {
  const { goals } = await server.client();
  const goal: Goal = await goals.create(THANKS);
  const shown = goal.type === 'url' ? goal.rule.pattern : goal.type === 'event' ? goal.rule.name : goal.rule.selector;
  expect(shown).toBe('/thanks');
});

it('a rule can be previewed before the goal is created', async () => {
  await server.openShop();
  const { goals } = await server.client();
  const preview = await goals.preview({ ...THANKS, start_date: '2026-01-01', end_date: '2026-01-31' });
  expect(preview).toMatchObject({ examined: 7, matched: 1, sessions: 1, complete: true, warnings: [] });
  expect(preview.examples[0]).toMatchObject({ session_id: '1', event_id: 'e6' });
  expect((await goals.list()).map(({ key }) => key)).toEqual(['buy', 'purchase', 'thanks']);
  await expect(goals.preview({ type: 'click', rule: {} })).rejects.toMatchObject({ kind: 'invalid' });
});
