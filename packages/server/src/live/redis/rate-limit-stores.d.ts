// The stores of @fastify/rate-limit, for which it has no types. It has no way to use the second when the first fails.

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
