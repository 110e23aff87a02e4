import type { FastifyBaseLogger } from 'fastify';
import type { Store } from '../store/store.js';
import type { Live } from './live.js';
import { processLive } from './process/process-live.js';

/**
 * Opens the live state: in Redis when a URL is given, otherwise in this process alone.
 *
 * @throws {UnusableRedis}
 */
export async function openLive(redisUrl: string | null, store: Store, log: FastifyBaseLogger): Promise<Live> {
  if (redisUrl === null) return processLive(store);
  // Loaded on demand, because a server should be ready within half a second.
  const { openRedisLive } = await import('./redis/redis-live.js');
  return openRedisLive(redisUrl, store, log);
}
