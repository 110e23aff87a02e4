import { beforeEach, describe, expect, it } from 'vitest';
import { T0, visit } from '../../server/test/support/builders.js';
import { useServer } from './support/server.js';

const server = useServer();

it('a session is erased, once', async () => {
  await server.openShop();
  const client = await server.client();
  expect(await client.sessions.erase('2')).toEqual({
    session_id: '2',
    erased_at: '2026-01-03T10:00:00.000Z',
    visits: 2,
    clicks: 1,
    events: 0,
    conversions: 1,
  });
  expect(await client.getConversions({ sessionIds: [2], key: 'count' })).toEqual([0]);
  await expect(client.sessions.erase('2')).rejects.toMatchObject({
    kind: 'not_found',
    message: 'The project has no session "2".',
  });
});

describe('sessions of a period', () => {
  const PERIOD = { startDate: '2026-01-01', endDate: new Date('2026-02-28T00:00:00Z') };

  beforeEach(() => server.openShop());

  it('come in pages, newest first', async () => {
    const { sessions } = await server.client();
    const first = await sessions.page({ ...PERIOD, perPage: 3 });
    expect(first).toMatchObject({ page: 1, lastPage: 2, total: 4 });
    expect(first.sessions.map(({ id }) => id)).toEqual(['4', '3', '2']);
    const second = await sessions.page({ ...PERIOD, perPage: 3, page: 2 });
    expect(second.sessions).toEqual([expect.objectContaining({ id: '1', visits: 4, clicks: 1, conversions: 3 })]);
  });

  it('can be filtered and sorted', async () => {
    const { sessions } = await server.client();
    const query = { ...PERIOD, sortKey: 'id', sortOrder: 'asc', filters: { goals: ['buy'] } } as const;
    const found = await sessions.page(query);
    expect(found.sessions.map(({ id }) => id)).toEqual(['1', '2', '4']);
  });

  it('are all iterated over', async () => {
    const { sessions } = await server.client();
    const ids = Array.from({ length: 230 }, (_, index) => `s${index}`);
    await server.record(...ids.map((sessionId) => visit('/', { sessionId, at: T0 })));
    const seen: string[] = [];
    for await (const { id } of sessions.list(PERIOD)) seen.push(id);
    expect(seen.sort()).toEqual([...ids, '1', '2', '3', '4'].sort());
  });

  it('an empty list is not an error', async () => {
    const { sessions } = await server.client();
    for await (const session of sessions.list({ startDate: '2020-01-01', endDate: '2020-01-02' })) {
      expect.unreachable(JSON.stringify(session));
    }
  });

  it('a misspelled filter is refused by name', async () => {
    const { sessions } = await server.client();
    await expect(sessions.page({ ...PERIOD, filters: { goal: 'buy' } as object })).rejects.toMatchObject({
      kind: 'invalid',
      errors: { 'filters.goal': [expect.stringMatching(/^The filters\.goal field is not a filter; the filters are /)] },
    });
  });
});

describe('a session', () => {
  beforeEach(() => server.openShop());

  it('has a timeline with the goals that were met', async () => {
    const { sessions } = await server.client();
    const { id, visits, timeline, next_cursor } = await sessions.get('2');
    expect({ id, visits, next_cursor }).toEqual({ id: '2', visits: 2, next_cursor: null });
    expect(timeline.map((entry) => [entry.type, entry.goals.map(({ key }) => key)])).toEqual([
      ['visit', []],
      ['click', ['buy']],
      ['visit', []],
    ]);
  });

  it('is returned in pages', async () => {
    const { sessions } = await server.client();
    const first = await sessions.get('1', { limit: 4 });
    const second = await sessions.get('1', { cursor: first.next_cursor });
    expect([...first.timeline, ...second.timeline].map(({ id }) => id)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6']);
  });

  it('is iterated from beginning to end', async () => {
    const { sessions } = await server.client();
    const ids = Array.from({ length: 1100 }, (_, index) => `v${index}`);
    await server.record(...ids.map((id, second) => visit('/', { sessionId: 'long', id, at: T0 + second * 1000 })));
    const seen: string[] = [];
    for await (const { id } of sessions.timeline('long')) seen.push(id);
    expect(seen).toEqual(ids);
  });

  it('that does not exist is not found', async () => {
    const { sessions } = await server.client();
    await expect(sessions.timeline('nobody').next()).rejects.toMatchObject({ kind: 'not_found' });
  });
});
