import { pino } from 'pino';
import { expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { RedisLink } from '#goalpost/live/redis/redis-link.js';
import { redisSalts } from '#goalpost/live/redis/redis-salts.js';
import { useApi } from '../support/api.js';
import { useRedis } from '../support/redis.js';
import { useProcesses, visitAt } from './processes.js';

const api = useApi();
const redis = useRedis();
const processes = useProcesses(api, redis);

const HOUR_MS = 3_600_000;

it('processes with different stores share one salt, which expires at the end of the following day', async () => {
  const link = new RedisLink(redis.url, 'shop', pino({ enabled: false }));
  await link.open();
  const saltOf = (salt: string) => redisSalts(link, { ...api.store.visitors, salt: async () => salt });
  const today = new Date().toISOString().slice(0, 10);
  const given = await Promise.all(['aa', 'bb', 'cc'].map((salt) => saltOf(salt.repeat(32)).of(today)));
  expect(new Set(given).size).toBe(1);
  expect(await redis.command('PEXPIRETIME', `goalpost:shop:salt:${today}`)).toBe(Date.parse(today) + 48 * HOUR_MS);
  link.close();
});

it('Redis holds no address and no user agent, and every key but one counter expires', async () => {
  api.now = Date.now();
  await visitAt(api, processes[0]!, { userAgent: 'Firefox/140 of somebody' });
  await processes[1]!.app.inject({ url: `${BASE_PATH}/goals`, remoteAddress: '203.0.113.77' });
  const keys = (await redis.command('KEYS', '*')) as string[];
  const own = `goalpost:${await api.store.installationId()}:`;
  expect(keys.filter((key) => !key.startsWith(own))).toEqual([]);
  const kinds = keys.map((key) => key.slice(own.length).split(':')[0]);
  expect([...new Set(kinds)].sort()).toEqual(['arrivals', 'salt', 'visitor', 'window']);
  for (const key of keys) {
    const value = String(await redis.command('GET', key));
    expect(`${key} ${value}`).not.toMatch(/203\.0\.113|192\.0\.2|Firefox|somebody/);
    const expiresIn = Number(await redis.command('PTTL', key));
    if (key !== `${own}arrivals`) expect(expiresIn).toBeGreaterThan(0);
    expect(expiresIn).toBeLessThanOrEqual(48 * HOUR_MS);
  }
});
