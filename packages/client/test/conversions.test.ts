import type { Conversion } from '@goalpost/client';
import type { ProjectId } from '@goalpost/server/dist/model/ids.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { T0, urlGoal, visit } from '../../server/test/support/builders.js';
import { useServer } from './support/server.js';

const server = useServer();

const JANUARY = { startDate: '2026-01-01 00:00:00', endDate: '2026-01-31 23:59:59' };

describe('getConversions for the demo shop', () => {
  beforeEach(() => server.openShop());

  it.each([
    ['all ids', {}, ['1:click:buy:e3', '1:event:purchase:e5', '1:url:thanks:e6', '2:click:buy:e2', '3:url:thanks:e2']],
    ['ids in a period', JANUARY, ['1:click:buy:e3', '1:event:purchase:e5', '1:url:thanks:e6', '2:click:buy:e2']],
    ['ids from a day on', { startDate: '2026-02-01' }, ['3:url:thanks:e2']],
    ['ids up to a moment', { endDate: new Date('2026-01-03T10:01:09Z') }, ['1:click:buy:e3']],
    [
      'ids of some types',
      { types: ['click', 'url'] },
      ['1:click:buy:e3', '1:url:thanks:e6', '2:click:buy:e2', '3:url:thanks:e2'],
    ],
    ['counts', { key: 'count' }, [3, 1, 1, 0]],
    ['counts in a period', { key: 'count', ...JANUARY }, [3, 1, 0, 0]],
  ] as const)('returns %s', async (_title, query, expected) => {
    const client = await server.client();
    expect(await client.getConversions({ sessionIds: [1, '2', 3, 'stranger'], ...query })).toEqual(expected);
  });

  it('returns a count for each entry, in the order of the request, repeats included', async () => {
    const client = await server.client();
    expect(await client.getConversions({ sessionIds: [2, 1, 2], key: 'count' })).toEqual([1, 3, 1]);
  });

  it('returns conversions as objects with expand', async () => {
    const client = await server.client();
    const [conversion] = await client.getConversions({ sessionIds: [3], expand: true });
    expect(conversion).toEqual({
      id: '3:url:thanks:e2',
      session_id: '3',
      type: 'url',
      goal: { key: 'thanks', name: 'A goal', version: 1 },
      occurred_at: '2026-02-01T00:00:20.000Z',
      url: 'https://shop.example/thanks?order=1002',
      title: 'Thank you',
      element: null,
      value: null,
      currency: null,
      visit_id: '3:e2',
      origin: 'trusted',
    } satisfies Conversion);
  });

  it('returns counts by type with expand', async () => {
    const client = await server.client();
    expect(await client.getConversions({ sessionIds: [1, 'stranger'], key: 'count', expand: true })).toEqual([
      { session_id: '1', known: true, count: 3, by_type: { click: 1, url: 1, event: 1 } },
      { session_id: 'stranger', known: false, count: 0, by_type: { click: 0, url: 0, event: 0 } },
    ]);
  });

  it('returns a page and the cursor of the next', async () => {
    const client = await server.client();
    const first = await client.getConversionsPage({ sessionIds: [1, 2], limit: 3 });
    expect(first).toEqual({
      entries: ['1:click:buy:e3', '1:event:purchase:e5', '1:url:thanks:e6'],
      nextCursor: expect.any(String),
    });
    const second = await client.getConversionsPage({ sessionIds: [1, 2], limit: 3, cursor: first.nextCursor });
    expect(second).toEqual({ entries: ['2:click:buy:e2'], nextCursor: null });
  });
});

describe('for more than 1000 sessions,', () => {
  /** Session 0 converts last, so the order of time is neither the order of the ids nor that of the batches. */
  const sessionIds = Array.from({ length: 2500 }, (_, index) => index);
  const inOrder = sessionIds.map((id) => `${id}:url:goal:e1`).reverse();

  beforeEach(async () => {
    await server.store.goals.create('p1' as ProjectId, urlGoal('/'));
    await server.record(...sessionIds.map((id) => visit('/', { sessionId: `${id}`, at: T0 - id * 1000 })));
  });

  it('a list is ordered by (time, id) across all sessions', async () => {
    const client = await server.client();
    await server.record(visit('/', { sessionId: '2400', id: 'e0', at: T0 }));
    expect(await client.getConversions({ sessionIds })).toEqual([
      ...inOrder.slice(0, -1),
      '0:url:goal:e1',
      '2400:url:goal:e0',
    ]);
    const expanded = await client.getConversions({ sessionIds, expand: true });
    expect(expanded.map(({ id }) => id)).toEqual(await client.getConversions({ sessionIds }));
  });

  it('a repeated session is listed once, as in a single request', async () => {
    const client = await server.client();
    expect(await client.getConversions({ sessionIds: [...sessionIds, ...sessionIds.map(String)] })).toEqual(inOrder);
  });

  it('counts are in the order of the request, repeats included', async () => {
    const client = await server.client();
    await server.record(visit('/', { sessionId: '7', id: 'e0' }));
    const counts = await client.getConversions({ sessionIds: [...sessionIds, 'stranger', 7], key: 'count' });
    expect(counts).toEqual([...sessionIds.map((id) => (id === 7 ? 2 : 1)), 0, 2]);
    const expanded = await client.getConversions({
      sessionIds: [...sessionIds, 'stranger', 7],
      key: 'count',
      expand: true,
    });
    expect(expanded.map(({ session_id }) => session_id)).toEqual([...sessionIds.map(String), 'stranger', '7']);
  });

  it('an error names the position in the whole list', async () => {
    const client = await server.client();
    const faulty = [...sessionIds.slice(0, 1500), ...sessionIds.slice(0, 10), 'a b', -1];
    const sentence = (place: number, got: string) =>
      `The session_ids.${place} field must be a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string); got ${got}.`;
    for (const key of ['list', 'count'] as const) {
      await expect(client.getConversions({ sessionIds: faulty, key })).rejects.toMatchObject({
        kind: 'invalid',
        message: `${sentence(1510, '"a b"')} (and 1 more error)`,
        errors: { 'session_ids.1510': [sentence(1510, '"a b"')], 'session_ids.1511': [sentence(1511, '-1')] },
      });
    }
  });

  it('a page is refused with the message of the server', async () => {
    const client = await server.client();
    await expect(client.getConversionsPage({ sessionIds })).rejects.toMatchObject({
      kind: 'invalid',
      message: 'The session_ids field must be a list of 1 to 1000 session ids; got a list of 2500.',
    });
  });

  it('iterating covers all pages, ordered within each thousand', async () => {
    const client = await server.client();
    const seen: string[] = [];
    for await (const id of client.conversions({ sessionIds: [...sessionIds, 0, '1'], limit: 300 })) seen.push(id);
    expect(seen).toEqual([...inOrder.slice(1500), ...inOrder.slice(500, 1500), ...inOrder.slice(0, 500)]);
  });

  it('iterating sends no more requests once the loop has ended', async () => {
    const client = await server.client({ rateLimit: 1 }, { retriesMax: 0 });
    const seen: string[] = [];
    for await (const { id, occurred_at } of client.conversions({ sessionIds, expand: true, limit: 2 })) {
      seen.push(`${id} ${occurred_at}`);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['999:url:goal:e1 2026-01-03T09:43:21.000Z', '998:url:goal:e1 2026-01-03T09:43:22.000Z']);
  });
});
