import { beforeEach, expect, it } from 'vitest';
import { T0, visit } from '../../server/test/support/builders.js';
import { useServer } from './support/server.js';

const server = useServer();

const PERIOD = { startDate: '2026-01-01', endDate: new Date('2026-02-28T00:00:00Z') };

beforeEach(() => server.openShop());

it('a report has totals, and a row for each group', async () => {
  const client = await server.client();
  const { period, totals, rows, next_cursor } = await client.getReport({
    ...PERIOD,
    groupBy: ['goal'],
    goals: ['buy', 'purchase'],
    sort: 'goal',
  });
  expect(period.time_zone).toBe('UTC');
  expect(totals).toEqual({
    sessions: 4,
    converted_sessions: 3,
    conversion_rate: 0.75,
    conversions: 4,
    value: { EUR: '49.00' },
  });
  expect(rows.map(({ group, conversions }) => [group.goal, conversions])).toEqual([
    ['buy', 3],
    ['purchase', 1],
  ]);
  expect(next_cursor).toBeNull();
});

it('types, origin and filters restrict it', async () => {
  const client = await server.client();
  const clicks = await client.getReport({ ...PERIOD, types: ['click'], origin: 'trusted' });
  expect(clicks.totals.conversions).toBe(3);
  const fromPlans = await client.getReport({ ...PERIOD, filters: { entry_page: '/plans' } });
  expect(fromPlans.totals).toMatchObject({ sessions: 2, conversions: 2 });
});

it('compared with an earlier period, rows and totals have what was before', async () => {
  server.now = Date.parse('2026-03-01T00:00:00Z');
  const client = await server.client();
  const { before, rows } = await client.getReport({
    startDate: '2026-02-01',
    endDate: '2026-02-28',
    groupBy: ['type'],
    compare: { startDate: new Date('2026-01-01T00:00:00Z'), endDate: '2026-01-31' },
  });
  expect(before.period).toMatchObject({ from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' });
  expect(before.totals.conversions).toBe(4);
  expect(Object.fromEntries(rows.map((row) => [row.group.type, [row.before?.conversions, row.conversions]]))).toEqual({
    click: [2, 1],
    url: [1, 1],
    event: [1, 0],
  });
});

it('several queries are answered together', async () => {
  const client = await server.client();
  const { totals, queries } = await client.getReport({
    ...PERIOD,
    queries: [
      { groupBy: ['month'], sort: 'month' },
      { groupBy: ['entry_page'], limit: 1 },
    ],
  });
  expect(totals.conversions).toBe(6);
  expect(queries[0].rows.map(({ group }) => group.month)).toEqual(['2026-01', '2026-02']);
  expect(queries[1].rows).toHaveLength(1);
  expect(queries[1].next_cursor).toEqual(expect.any(String));
});

it('all rows are iterated over, page by page', async () => {
  const pages = Array.from({ length: 25 }, (_, index) => `/p${String(index).padStart(2, '0')}`);
  await server.record(...pages.map((page) => visit(page, { sessionId: page.slice(1), at: T0 })));
  const client = await server.client();
  const seen: (string | null)[] = [];
  for await (const { group } of client.reportRows({
    ...PERIOD,
    groupBy: ['entry_page'],
    sort: 'entry_page',
    limit: 10,
  }))
    seen.push(group.entry_page);
  expect(seen).toEqual(['/', ...pages, '/plans']);
});

it('a page leads to the next', async () => {
  const client = await server.client();
  const query = { ...PERIOD, groupBy: ['type'], limit: 2 } as const;
  const first = await client.getReport(query);
  const second = await client.getReport({ ...query, cursor: first.next_cursor });
  expect([...first.rows, ...second.rows].map(({ group }) => group.type)).toEqual(['click', 'url', 'event']);
  expect(second.next_cursor).toBeNull();
});

it('an error names its field', async () => {
  const client = await server.client();
  await expect(client.getReport({ ...PERIOD, groupBy: ['day', 'hour'] })).rejects.toMatchObject({
    kind: 'invalid',
    errors: { group_by: ['The group_by field may have one of "hour", "day", "week" and "month".'] },
  });
});
