// Types for the two stores of @fastify/rate-limit, which has none. We need both, because it cannot fall back from Redis to
// the local store by itself.

declare module '@fastify/rate-limit/store/RedisStore.js' {
  import type { FastifyRateLimitStore } from '@fastify/rate-limit';
  import type { Redis } from 'ioredis';

  const RedisStore: {
    new (
      continueExceeding: boolean,
      exponentialBackoff: boolean,
      redis: Redis,
      nameSpace: string,
    ): FastifyRateLimitStore;
  };
  export default RedisStore;
}

declare module '@fastify/rate-limit/store/LocalStore.js' {
  import type { FastifyRateLimitStore } from '@fastify/rate-limit';

  const LocalStore: {
    new (continueExceeding: boolean, exponentialBackoff: boolean, cache: number): FastifyRateLimitStore;
  };
  export default LocalStore;
}
