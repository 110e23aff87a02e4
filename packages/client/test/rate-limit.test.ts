import { Goalpost } from '@goalpost/client';
import { expect, it, vi } from 'vitest';
import { useClock } from './support/clock.js';
import { useServer } from './support/server.js';

const clock = useClock();
const server = useServer();

/** The status of each answer, and the second at which it arrived. */
const answers: [status: number, second: number][] = [];
const watched: typeof fetch = async (...call) => {
  const response = await clock.fetch(...call);
  answers.push([response.status, Math.floor((Date.now() - startedAt) / 1000)]);
  return response;
};
let startedAt = 0;

async function clientWithLimit(rateLimit: number, retriesMax?: number) {
  const client = await server.client({ rateLimit }, { fetch: watched, retriesMax });
  answers.length = 0;
  startedAt = Date.now();
  return client;
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => index);

it('a client with a token of its own is never refused', async () => {
  const client = await clientWithLimit(3);
  const counts = await clock.settle(client.getConversions({ sessionIds: ids(7500), key: 'count' }));
  expect(counts).toEqual(ids(7500).map(() => 0));
  expect(answers).toEqual([0, 0, 0, 60, 60, 60, 120, 120].map((second) => [200, second]));
});

it('a client in a window that another began is refused once, and waits as long as the refusal says', async () => {
  const token = await server.issue({ abilities: ['goals:read'], rateLimit: 3 });
  const first = new Goalpost({ url: server.url, token });
  const second = new Goalpost({ url: server.url, token, fetch: watched });
  startedAt = Date.now();
  await first.goals.list();
  vi.advanceTimersByTime(20_000);
  answers.length = 0;
  for (let count = 0; count < 4; count++) await clock.settle(second.goals.list());
  expect(answers).toEqual([
    [200, 20],
    [200, 20],
    [429, 20],
    [200, 60],
    [200, 60],
  ]);
});

it('a client that never waits is refused', async () => {
  const client = await clientWithLimit(2, 0);
  await expect(clock.settle(client.getConversions({ sessionIds: ids(2500) }))).rejects.toMatchObject({
    kind: 'rate_limited',
    retryAfter: 60,
  });
  expect(answers).toEqual([200, 200, 429].map((status) => [status, 0]));
});
