import type { Visit } from '@goalpost/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { T0, visit } from '../../server/test/support/builders.js';
import { useServer } from './support/server.js';

const server = useServer();

const JANUARY = { startDate: '2026-01-01 00:00:00', endDate: '2026-01-31 23:59:59' };

describe('getVisits for the demo shop', () => {
  beforeEach(() => server.openShop());

  it.each([
    ['ids, of everything', {}, ['1:e1', '1:e2', '1:e4', '1:e6', '2:e1', '2:e3', '3:e1', '3:e2']],
    ['ids, in a period', JANUARY, ['1:e1', '1:e2', '1:e4', '1:e6', '2:e1', '2:e3', '3:e1']],
    ['ids, from a day on', { startDate: '2026-02-01' }, ['3:e2']],
    ['ids, of some visits', { visitIds: ['2:e3', '1:e1', '4:e1'] }, ['1:e1', '2:e3']],
    ['counts', { key: 'count' }, [4, 2, 2, 0]],
    ['counts, of some visits', { key: 'count', visitIds: ['2:e3'] }, [0, 1, 0, 0]],
  ] as const)('returns %s', async (_title, query, expected) => {
    const client = await server.client();
    expect(await client.getVisits({ sessionIds: [1, '2', 3, 'stranger'], ...query })).toEqual(expected);
  });

  it('returns visits and counts as objects with expand', async () => {
    const client = await server.client();
    const [first] = await client.getVisits({ sessionIds: [3], expand: true });
    expect(first).toEqual({
      id: '3:e1',
      session_id: '3',
      occurred_at: '2026-01-31T23:59:59.000Z',
      url: 'https://shop.example/',
      title: 'Shop',
      referrer: null,
      origin: 'trusted',
    } satisfies Visit);
    expect(await client.getVisits({ sessionIds: [3, 'stranger'], key: 'count', expand: true })).toEqual([
      { session_id: '3', known: true, count: 2 },
      { session_id: 'stranger', known: false, count: 0 },
    ]);
  });

  it('returns a page and the cursor of the next', async () => {
    const client = await server.client();
    const first = await client.getVisitsPage({ sessionIds: [1, 3], limit: 5 });
    expect(first.entries).toHaveLength(5);
    const second = await client.getVisitsPage({ sessionIds: [1, 3], limit: 5, cursor: first.nextCursor });
    expect(second).toEqual({ entries: ['3:e2'], nextCursor: null });
  });

  it('returns the visit of a conversion', async () => {
    const client = await server.client();
    const [conversion] = await client.getConversions({ sessionIds: [3], expand: true });
    const visitIds = [conversion!.visit_id!];
    expect(await client.getVisits({ sessionIds: [3], visitIds })).toEqual(visitIds);
  });
});

it('for more than 1000 sessions, a list is ordered by (time, id), and iterating covers all sessions', async () => {
  const sessionIds = Array.from({ length: 1500 }, (_, index) => index);
  await server.record(...sessionIds.map((id) => visit('/', { sessionId: `${id}`, at: T0 - id * 1000 })));
  const client = await server.client();
  const inOrder = sessionIds.map((id) => `${id}:e1`).reverse();
  expect(await client.getVisits({ sessionIds })).toEqual(inOrder);
  const seen: string[] = [];
  for await (const { id } of client.visits({ sessionIds, expand: true, limit: 400 })) seen.push(id);
  expect(seen.sort()).toEqual(inOrder.sort());
});

it('an error names its field', async () => {
  const client = await server.client();
  await expect(client.getVisits({ sessionIds: [1], visitIds: ['e1'] })).rejects.toMatchObject({
    kind: 'invalid',
    errors: {
      'visit_ids.0': [
        'The visit_ids.0 field must be a visit id such as "1:e1" (session id, colon, event id); got "e1".',
      ],
    },
  });
});
