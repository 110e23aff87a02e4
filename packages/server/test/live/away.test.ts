import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { UnusableRedis } from '#goalpost/live/live.js';
import { openRedisLive } from '#goalpost/live/redis/redis-live.js';
import { buildMetricsServer } from '#goalpost/operations/metrics-server.js';
import type { EventStore } from '#goalpost/store/contract/events.js';
import { GET_CONVERSIONS, useApi } from '../support/api.js';
import { useRedis } from '../support/redis.js';
import { close, openProcess, type Process, untilUp, useProcesses, visitAt } from './processes.js';

const api = useApi();
const redis = useRedis();
const processes = useProcesses(api, redis);

const MINUTE_MS = 60_000;
const WARNING = 'Redis is unavailable; until it is back, this process finds sessions and counts requests by itself';

const limited = async ({ app }: Process) => {
  const { headers } = await app.inject({ method: 'POST', url: GET_CONVERSIONS, remoteAddress: '192.0.2.1' });
  return Number(headers['x-ratelimit-remaining']);
};
const metric = async ({ metricsServer }: Process, name: string) => {
  const { body } = await metricsServer.inject('/metrics');
  return Number(
    body
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  );
};
const all = <Result>(ask: (process: Process) => Promise<Result>) => Promise.all(processes.map(ask));

/** Failures of Redis: how each begins and ends. */
const FAILURES: readonly [string, { begin: () => Promise<unknown>; end: () => Promise<unknown> }][] = [
  ['is down', { begin: () => redis.kill(), end: () => redis.start() }],
  ['hangs', { begin: async () => redis.pause(), end: async () => redis.goOn() }],
  [
    'is out of memory',
    {
      begin: () => redis.command('CONFIG', 'SET', 'maxmemory', '1'),
      end: () => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
    },
  ],
];

describe.each(FAILURES)('while Redis %s', (_failure, { begin, end }) => {
  it('sessions continue in each process, and in any process once it is back', async () => {
    const first = await visitAt(api, processes[0]!);
    await begin();
    for (const process of [...processes, ...processes]) {
      api.now += 20 * MINUTE_MS;
      expect(await visitAt(api, process)).toBe(first);
    }
    await end();
    await untilUp(processes);
    for (const process of processes) {
      api.now += 20 * MINUTE_MS;
      expect(await visitAt(api, process)).toBe(first);
    }
  });

  it('a session that starts continues in all processes once it is back', async () => {
    const first = await visitAt(api, processes[0]!);
    await begin();
    api.now += 40 * MINUTE_MS;
    const second = await visitAt(api, processes[1]!);
    expect(second).not.toBe(first);
    await end();
    await untilUp(processes);
    api.now += 5 * MINUTE_MS;
    for (const process of processes) expect(await visitAt(api, process)).toBe(second);
  });

  it('each process counts requests by itself, and together with the others once it is back', async () => {
    expect([await limited(processes[0]!), await limited(processes[1]!)]).toEqual([59, 58]);
    await begin();
    expect(await all(limited)).toEqual([59, 59, 59]);
    expect(await all(limited)).toEqual([58, 58, 58]);
    await end();
    await untilUp(processes);
    const [one, two, three] = [
      await limited(processes[0]!),
      await limited(processes[1]!),
      await limited(processes[2]!),
    ];
    expect([two, three]).toEqual([one! - 1, one! - 2]);
  });
});

describe('the operator', () => {
  const readyz = async ({ metricsServer }: Process) => {
    const { statusCode, body } = await metricsServer.inject('/readyz');
    return [statusCode, body];
  };

  it('sees an outage of Redis in one log line each for its start and end, and in two metrics; the server stays ready', async () => {
    const [process] = processes as [Process];
    expect(await readyz(process)).toEqual([200, '{"status":"ready","store":"up","redis":"up"}']);
    expect(await metric(process, 'goalpost_redis_up')).toBe(1);
    await limited(process);
    for (const of of ['session', 'salt', 'window']) {
      expect(await metric(process, `goalpost_redis_fallbacks_total{of="${of}"}`)).toBe(0);
    }
    expect(process.logged()).toEqual([]);

    await redis.kill();
    for (let count = 0; count < 5; count++) await limited(process);
    await visitAt(api, process);
    expect(await readyz(process)).toEqual([200, '{"status":"ready","store":"up","redis":"away"}']);
    expect(await metric(process, 'goalpost_redis_up')).toBe(0);
    expect(await metric(process, 'goalpost_redis_fallbacks_total{of="window"}')).toBe(6);
    expect(await metric(process, 'goalpost_redis_fallbacks_total{of="session"}')).toBe(1);
    expect(process.logged()).toEqual([
      expect.objectContaining({ level: 40, msg: WARNING, reason: expect.any(String) }),
    ]);

    await redis.start();
    await untilUp([process]);
    expect(await readyz(process)).toEqual([200, '{"status":"ready","store":"up","redis":"up"}']);
    expect(await metric(process, 'goalpost_redis_up')).toBe(1);
    expect(process.logged().slice(1)).toEqual([expect.objectContaining({ level: 30, msg: 'Redis is back' })]);
  });

  it('sees no trace of Redis when none is configured', async () => {
    const server = await buildMetricsServer({ ...api, live: { redis: null } });
    expect((await server.inject('/readyz')).body).toBe('{"status":"ready","store":"up"}');
    expect((await server.inject('/metrics')).body).not.toContain('redis');
    await server.close();
  });
});

it('two visits share a session when Redis fails before the first is stored', async () => {
  let store = () => {};
  const mayBeStored = new Promise<void>((resolve) => {
    store = resolve;
  });
  const atStore: string[] = [];
  const events: EventStore = {
    record: async (...args) => {
      atStore.push(args[1][0]!.id);
      await mayBeStored;
      return api.store.events.record(...args);
    },
  };
  const slow = await openProcess(api, redis.url, { ...api.store, events });
  const first = visitAt(api, slow);
  await vi.waitFor(() => expect(atStore).toHaveLength(1));
  await redis.kill();
  const second = visitAt(api, slow);
  await vi.waitFor(() => expect(atStore).toHaveLength(2));
  store();
  expect(await second).toBe(await first);
  await close(slow);
});

it('a process that starts while Redis is down works by itself, and with the others once it is up', async () => {
  await redis.kill();
  const late = await openProcess(api, redis.url);
  expect(late.logged()).toEqual([
    expect.objectContaining({ level: 40, msg: WARNING, reason: expect.stringContaining('ECONNREFUSED') }),
  ]);
  expect(await visitAt(api, late)).toBe(await visitAt(api, processes[0]!));
  await redis.start();
  await untilUp([late]);
  await close(late);
});

it.each([
  [
    'a wrong password',
    () => redis.url.replace('//', '//:wrong@'),
    /^Redis refuses the connection that --redis-url describes: WRONGPASS /,
  ],
  ['a missing password', () => redis.url, /^Redis refuses the connection that --redis-url describes: NOAUTH /],
  ['a database that does not exist', () => `${redis.url.replace('//', '//:right@')}/99`, /DB index is out of range$/],
])('a refusal by Redis because of %s is an error at the start', async (_what, url, message) => {
  await redis.command('CONFIG', 'SET', 'requirepass', 'right');
  const opening = openRedisLive(url(), api.store, pino({ enabled: false }));
  await expect(opening).rejects.toThrow(UnusableRedis);
  await expect(opening).rejects.toThrow(message);
});
