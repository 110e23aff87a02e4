import type { FastifyBaseLogger } from 'fastify';
import type { Store } from '../../store/store.js';
import type { Live } from '../live.js';
import { ProcessSessions } from '../process/process-sessions.js';
import { RedisClock } from './redis-clock.js';
import { RedisLink } from './redis-link.js';
import { redisSalts } from './redis-salts.js';
import { RedisSessions } from './redis-sessions.js';
import { redisWindows } from './redis-windows.js';

/**
 * Live state for any number of processes that serve the same visitors and tokens. While Redis is unavailable, each of
 * them works by itself on the shared store.
 *
 * @throws {UnusableRedis} when Redis refuses the connection. An unreachable Redis is not an error.
 */
export async function openRedisLive(
  url: string,
  store: Pick<Store, 'visitors' | 'installationId'>,
  log: FastifyBaseLogger,
): Promise<Live> {
  const { visitors } = store;
  const link = new RedisLink(url, await store.installationId(), log);
  await link.open();
  const clock = await RedisClock.start(link);
  const now = () => clock.now();
  const salts = redisSalts(link, visitors);
  return {
    sessions: new RedisSessions(link, new ProcessSessions(visitors, { isAlone: false })),
    salts,
    now,
    windows: { store: redisWindows({ link, salts, now }) },
    redis: link,
    close: async () => {
      clock.stop();
      link.close();
    },
  };
}
