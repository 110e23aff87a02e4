import type { FastifyBaseLogger } from 'fastify';
import type { Store } from '../store/store.js';
import type { Live } from './live.js';
import { processLive } from './process/process-live.js';
import { openRedisLive } from './redis/redis-live.js';

/**
 * Where it is chosen: with a URL of Redis what processes have in common is there, without one this process works alone.
 *
 * @throws {UnusableRedis}
 */
export async function openLive(redisUrl: string | null, store: Store, log: FastifyBaseLogger): Promise<Live> {
  return redisUrl === null ? processLive(store) : openRedisLive(redisUrl, store, log);
}
