import { expect, it } from 'vitest';
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
