import { beforeEach, expect, expectTypeOf, it } from 'vitest';
import { useServer } from './support/server.js';

const server = useServer();
const PERIOD = { startDate: '2026-01-01', endDate: new Date('2026-02-28T00:00:00Z') };
beforeEach(() => server.openShop());

it('a funnel has the figures of each step', async () => {
  const client = await server.client();
  const funnel = await client.getFunnel({
    ...PERIOD,
    steps: [{ name: 'Plans', type: 'url', rule: { match: 'equals', pattern: '/plans' } }, { goal: 'buy' }],
  });
  expect(funnel.steps.map(({ name, goal, sessions }) => [name, goal, sessions])).toEqual([
    ['Plans', null, 3],
    ['A goal', 'buy', 3],
  ]);
  expect(funnel.steps[1]).toMatchObject({ of_first: 1, of_previous: 1, median_seconds: 60, p90_seconds: 97 });
  expect(funnel.rows).toEqual([]);
  expectTypeOf(funnel).not.toHaveProperty('before');
});

it('order, time, filters, groups and a comparison are passed on', async () => {
  server.now = Date.parse('2026-03-01T00:00:00Z');
  const client = await server.client();
  const query = {
    startDate: '2026-02-01',
    endDate: '2026-02-28',
    steps: [{ goal: 'buy' }, { goal: 'thanks' }],
    compare: 'previous_period',
    groupBy: 'source',
    limit: 1,
  } as const;
  const { before, rows, next_cursor } = await client.getFunnel(query);
  expect(before.steps.map(({ sessions }) => sessions)).toEqual([2, 1]);
  expect(rows.map(({ group, before: earlier }) => [group.source, earlier.sessions])).toEqual([[null, 1]]);
  const next = await client.getFunnel({ ...query, cursor: next_cursor });
  expect(next.rows.map(({ group }) => group.source)).toEqual(['news.example']);
  const reached = async (others: object) =>
    (await client.getFunnel({ ...query, ...PERIOD, compare: undefined, ...others })).steps[1]?.sessions;
  expect(await reached({})).toBe(1);
  expect(await reached({ order: 'directly' })).toBe(0);
  expect(await reached({ withinSeconds: 10 })).toBe(0);
  expect(await reached({ filters: { entry_page: '/plans' } })).toBe(0);
});

it('a funnel can be saved, changed, asked about and deleted', async () => {
  const client = await server.client();
  const steps = [
    { name: 'Plans', type: 'url', rule: { match: 'equals', pattern: '/plans' } },
    { goal: 'buy' },
  ] as const;
  const saved = await client.funnels.create({ key: 'buying', name: 'Buying', steps: [...steps] });
  expect(saved).toMatchObject({ key: 'buying', order: 'eventually', within_seconds: null });
  expect(await client.funnels.list()).toEqual([saved]);
  const changed = await client.funnels.update('buying', { within_seconds: 1 });
  expect(await client.funnels.get('buying')).toEqual(changed);
  const { steps: figures } = await client.getFunnel({ ...PERIOD, funnel: 'buying' });
  expect(figures.map(({ name, sessions }) => [name, sessions])).toEqual([
    ['Plans', 3],
    ['A goal', 0],
  ]);
  await client.funnels.delete('buying');
  await expect(client.funnels.get('buying')).rejects.toMatchObject({ kind: 'not_found' });
});
