import type { Goalpost } from '@goalpost/client';
import { describe, expect, it } from 'vitest';
import { useClock } from './support/clock.js';
import { answer, breakOff, data, failure, type Step, useScriptedServer } from './support/scripted-server.js';

const clock = useClock();
const server = useScriptedServer();
const client = (options = {}) => server.client({ fetch: clock.fetch, ...options });

/** Its answer, or the kind of its error. */
const settle = (call: Promise<unknown>) => clock.settle(call.catch(({ kind }) => kind));

/** Milliseconds between one request and the next. */
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

describe('between a request and its repetition', () => {
  it.each<[string, Step, from: number, to: number]>([
    ['are the seconds that a used-up rate limit asks for', retryAfter(429, '7'), 7000, 7500],
    ['are the seconds that a server in trouble asks for', retryAfter(503, '1'), 1000, 1500],
    ['is the time up to the date that the server names', retryAtDate(503, 7000), 6000, 7500],
    ['is a quarter of a second at most when nothing is said', failure(503), 125, 250],
    ['is a quarter of a second at most when the connection breaks', breakOff, 125, 250],
  ])('%s', async (_title, step, from, to) => {
    server.steps = [step, data('1:url:goal:e1')];
    expect(await settle(read(client()))).toEqual(['1:url:goal:e1']);
    expect(waits()).toHaveLength(1);
    expect(waits()[0]).toBeGreaterThanOrEqual(from);
    expect(waits()[0]).toBeLessThanOrEqual(to);
  });

  it('is twice as long each time, at most 8 seconds', async () => {
    server.steps = [failure(503)];
    expect(await settle(read(client({ retriesMax: 8 })))).toBe('unavailable');
    for (const [index, most] of [250, 500, 1000, 2000, 4000, 8000, 8000, 8000].entries()) {
      expect(waits()[index]).toBeGreaterThanOrEqual(most / 2);
      expect(waits()[index]).toBeLessThanOrEqual(most);
    }
  });
});

describe('how often it is sent', () => {
  it.each<[string, call: (goalpost: Goalpost) => Promise<unknown>, Step, kind: string, times: number]>([
    ['a read, when the connection breaks', read, breakOff, 'network', 4],
    ['a read, when a proxy is in trouble', list, failure(502), 'unavailable', 4],
    ['a read, when the server is in trouble', list, failure(503), 'unavailable', 4],
    ['a read, when the rate limit is used up', read, retryAfter(429, '1'), 'rate_limited', 4],
    ['a read, when it would have to wait for more than a minute', read, retryAfter(429, '61'), 'rate_limited', 1],
    ['a read that is refused', read, failure(403), 'forbidden', 1],
    ['a read, when the server makes a mistake', read, failure(500), 'unexpected', 1],
    ['a change, when nobody knows whether it arrived', remove, breakOff, 'network', 1],
    ['a change, when a proxy may have passed it on', remove, failure(504), 'unavailable', 1],
    ['a change, when the server says that it did nothing', remove, failure(503), 'unavailable', 4],
    ['a change, when the rate limit is used up', remove, retryAfter(429, '1'), 'rate_limited', 4],
    ['an import of a list, when the connection breaks', importList, breakOff, 'network', 4],
    ['an import of a stream, which is read by then', importStream, retryAfter(503, '1'), 'unavailable', 1],
  ])('%s', async (_title, call, step, kind, times) => {
    server.steps = [step];
    expect(await settle(call(client()))).toBe(kind);
    expect(server.received).toHaveLength(times);
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
  });

  it.each([0, 1, 5])('a client may be told another number: %i', async (retriesMax) => {
    server.steps = [failure(503)];
    expect(await settle(read(client({ retriesMax })))).toBe('unavailable');
    expect(server.received).toHaveLength(1 + retriesMax);
  });

  it('a request that comes through on the way is answered', async () => {
    server.steps = [retryAfter(429, '1'), breakOff, failure(503), answer(200, { error: false, data: ['1'] })];
    const counts = client().getConversions({ sessionIds: [1], key: 'count' });
    expect(await settle(counts)).toEqual([1]);
  });
});

it('a call that is aborted while it waits ends there', async () => {
  server.steps = [retryAfter(429, '60')];
  const controller = new AbortController();
  const start = Date.now();
  setTimeout(() => controller.abort(), 30_000);
  const call = client().getConversions({ sessionIds: [1] }, { signal: controller.signal });
  expect(await settle(call)).toBe('aborted');
  expect(Date.now() - start).toBe(30_000);
  expect(server.received).toHaveLength(1);
});
