import type { FastifyInstance } from 'fastify';
import type { Live } from '../live/live.js';
import type { Store } from '../store/store.js';
import type { Metrics } from './metrics.js';

/** For whoever runs the server, not for its clients: no token, no rate limit, not in the API reference. */
export function addOperationsRoutes(app: FastifyInstance, store: Store, live: Live, metrics: Metrics): void {
  const options = { config: { rateLimit: false as const }, schema: { hide: true } };

  /** The process runs. Says nothing of the store, so that a locked disk does not get the process restarted. */
  app.get('/healthz', options, async () => ({ status: 'ok' }));

  /** It can answer: 200, or 503 by way of `StoreUnavailable`. It can without Redis, and says so. */
  app.get('/readyz', options, async () => {
    await store.check();
    return { status: 'ready', ...(live.redis && { redis: live.redis.isUp ? 'up' : 'away' }) };
  });

  app.get('/metrics', options, async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.text();
  });
}
