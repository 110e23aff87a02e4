import { type Logger, pino } from 'pino';
import { afterEach, beforeEach, vi } from 'vitest';
import { buildApp } from '#goalpost/app.js';
import type { Live } from '#goalpost/live/live.js';
import { openRedisLive } from '#goalpost/live/redis/redis-live.js';
import { Metrics } from '#goalpost/operations/metrics.js';
import { buildMetricsServer } from '#goalpost/operations/metrics-server.js';
import type { Store } from '#goalpost/store/store.js';
import { track, tracked } from '../collect/track/track.js';
import type { Api } from '../support/api.js';
import type { App } from '../support/app.js';
import type { RedisServer } from '../support/redis.js';

/** A server on the store of `api` that shares Redis with the others. */
export interface Process {
  readonly app: App;
  readonly metricsServer: Awaited<ReturnType<typeof buildMetricsServer>>;
  readonly live: Live;
  /** Its log lines about Redis. */
  logged(): { level: number; msg: string }[];
}

/** Opens `count` servers before each test of the file and closes them after. */
export function useProcesses(api: Api, redis: RedisServer, count = 3): readonly Process[] {
  const processes: Process[] = [];
  beforeEach(async () => {
    processes.length = 0;
    for (let index = 0; index < count; index++) processes.push(await openProcess(api, redis.url));
  });
  afterEach(() => Promise.all(processes.map(close)));
  return processes;
}

export async function openProcess(api: Api, redisUrl: string, store: Store = api.store): Promise<Process> {
  const lines: string[] = [];
  const logger: Logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
  const live = await openRedisLive(redisUrl, store, logger);
  const metrics = new Metrics(live.redis);
  const trustedProxies = ['127.0.0.1'];
  const app = await buildApp({ store, live, metrics, logger, now: () => api.now, trustedProxies });
  const metricsServer = await buildMetricsServer({ store, live, metrics });
  return {
    app,
    metricsServer,
    live,
    logged: () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg.startsWith('Redis')),
  };
}

export async function close({ app, metricsServer, live }: Process): Promise<void> {
  await app.close();
  await metricsServer.close();
  await live.close();
}

export async function untilUp(processes: readonly Process[]): Promise<void> {
  await vi.waitFor(
    () => {
      if (!processes.every(({ live }) => live.redis?.isUp)) throw new Error('Redis is unavailable');
    },
    { timeout: 30_000 },
  );
}

let number = 0;

/** Sends a visit that is `age` ms old to one process, and returns its session. */
export function visitAt(api: Api, { app }: Process, { age = 0, userAgent }: { age?: number; userAgent?: string } = {}) {
  return track({ ...api, app }, [tracked({ id: `e${number++}`, age })], userAgent === undefined ? {} : { userAgent });
}
