import type { Goalpost } from '@goalpost/client';
import { describe, expect, it } from 'vitest';
import { useClock } from './support/clock.js';
import { answer, closeConnection, data, failure, type Step, useScriptedServer } from './support/scripted-server.js';

const clock = useClock();
const server = useScriptedServer();
const client = (options = {}) => server.client({ fetch: clock.fetch, ...options });

/** The answer of a call, or the kind of its error. */
const settle = (call: Promise<unknown>) => clock.settle(call.catch(({ kind }) => kind));

/** Milliseconds between consecutive requests. */
const waits = () => server.received.slice(1).map(({ at }, index) => at - server.received[index]!.at);

const read = (goalpost: Goalpost) => goalpost.getConversions({ sessionIds: [1] });
const list = (goalpost: Goalpost) => goalpost.goals.list();
const remove = (goalpost: Goalpost) => goalpost.goals.delete('thanks');
const importList = (goalpost: Goalpost) => goalpost.importEvents([]);
const importStream = (goalpost: Goalpost) => goalpost.importEvents(new Blob(['{}\n']).stream());

const retryAfter = (status: number, text: string) => failure(status, { 'retry-after': text });
const retryAtDate =
  (status: number, ms: number): Step =>
  (response, request) =>
    retryAfter(status, new Date(Date.now() + ms).toUTCString())(response, request);

describe('the wait before a retry', () => {
  it.each<[string, Step, from: number, to: number]>([
    ['is the Retry-After of a used-up rate limit', retryAfter(429, '7'), 7000, 7500],
    ['is the Retry-After of an unavailable server', retryAfter(503, '1'), 1000, 1500],
    ['ends at the date in Retry-After', retryAtDate(503, 7000), 6000, 7500],
    ['is at most a quarter of a second without Retry-After', failure(503), 125, 250],
    ['is at most a quarter of a second when the connection breaks', closeConnection, 125, 250],
  ])('%s', async (_title, step, from, to) => {
    server.steps = [step, data('1:url:goal:e1')];
    expect(await settle(read(client()))).toEqual(['1:url:goal:e1']);
    expect(waits()).toHaveLength(1);
    expect(waits()[0]).toBeGreaterThanOrEqual(from);
    expect(waits()[0]).toBeLessThanOrEqual(to);
  });

  it('doubles each time, up to 8 seconds', async () => {
    server.steps = [failure(503)];
    expect(await settle(read(client({ retriesMax: 8 })))).toBe('unavailable');
    for (const [index, most] of [250, 500, 1000, 2000, 4000, 8000, 8000, 8000].entries()) {
      expect(waits()[index]).toBeGreaterThanOrEqual(most / 2);
      expect(waits()[index]).toBeLessThanOrEqual(most);
    }
  });
});

describe('attempts for', () => {
  it.each<[string, call: (goalpost: Goalpost) => Promise<unknown>, Step, kind: string, times: number]>([
    ['a read, when the connection breaks', read, closeConnection, 'network', 4],
    ['a read, when a proxy fails', list, failure(502), 'unavailable', 4],
    ['a read, when the server is unavailable', list, failure(503), 'unavailable', 4],
    ['a read, when the rate limit is used up', read, retryAfter(429, '1'), 'rate_limited', 4],
    ['a read, when the wait would be over a minute', read, retryAfter(429, '61'), 'rate_limited', 1],
    ['a refused read', read, failure(403), 'forbidden', 1],
    ['a read, when the server has an internal error', read, failure(500), 'unexpected', 1],
    ['a change, when it may have arrived', remove, closeConnection, 'network', 1],
    ['a change, when a proxy may have passed it on', remove, failure(504), 'unavailable', 1],
    ['a change, when the server says that it did nothing', remove, failure(503), 'unavailable', 4],
    ['a change, when the rate limit is used up', remove, retryAfter(429, '1'), 'rate_limited', 4],
    ['an import of a list, when the connection breaks', importList, closeConnection, 'network', 4],
    ['an import of a stream, which cannot be sent again', importStream, retryAfter(503, '1'), 'unavailable', 1],
  ])('%s', async (_title, call, step, kind, times) => {
    server.steps = [step];
    expect(await settle(call(client()))).toBe(kind);
    expect(server.received).toHaveLength(times);
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
  });

  it.each([0, 1, 5])('retriesMax sets the number of retries: %i', async (retriesMax) => {
    server.steps = [failure(503)];
    expect(await settle(read(client({ retriesMax })))).toBe('unavailable');
    expect(server.received).toHaveLength(1 + retriesMax);
  });

  it('a request that succeeds on a retry is answered', async () => {
    server.steps = [retryAfter(429, '1'), closeConnection, failure(503), answer(200, { error: false, data: ['1'] })];
    const counts = client().getConversions({ sessionIds: [1], key: 'count' });
    expect(await settle(counts)).toEqual([1]);
  });
});

it('a call that is aborted while it waits ends at once', async () => {
  server.steps = [retryAfter(429, '60')];
  const controller = new AbortController();
  const start = Date.now();
  setTimeout(() => controller.abort(), 30_000);
  const call = client().getConversions({ sessionIds: [1] }, { signal: controller.signal });
  expect(await settle(call)).toBe('aborted');
  expect(Date.now() - start).toBe(30_000);
  expect(server.received).toHaveLength(1);
});
