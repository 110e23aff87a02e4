import type { FastifyBaseLogger } from 'fastify';
import type { Store } from '../store/store.js';
import type { Live } from './live.js';
import { processLive } from './process/process-live.js';

/**
 * Where it is chosen: with a URL of Redis what processes have in common is there, without one this process works alone.
 *
 * @throws {UnusableRedis}
 */
export async function openLive(redisUrl: string | null, store: Store, log: FastifyBaseLogger): Promise<Live> {
  if (redisUrl === null) return processLive(store);
  // Loaded only where it is used: a server is to be ready in half a second.
  const { openRedisLive } = await import('./redis/redis-live.js');
  return openRedisLive(redisUrl, store, log);
}
