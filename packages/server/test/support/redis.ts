import { afterEach, beforeEach } from 'vitest';
import { RedisServer } from './redis-server.js';

export type { RedisServer } from './redis-server.js';

/** Starts a server before each test of the file and ends it after. */
export function useRedis(): RedisServer {
  const redis = new RedisServer();
  beforeEach(() => redis.start());
  afterEach(() => redis.kill());
  return redis;
}
