import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store.js';

/** Health checks: `/healthz` and `/readyz`. They need no token, have no rate limit, and are not in the API reference. */
export function addHealthRoutes(app: FastifyInstance, store: Pick<Store, 'check'>): void {
  const options = { config: { rateLimit: false as const }, schema: { hide: true } };
  const check = shared(() => store.check());

  /** The process runs. The store is not checked, because a restart would not fix a locked disk. */
  app.get('/healthz', options, async () => ({ status: 'ok' }));

  /** The server can answer requests: 200, or 503 through `StoreUnavailable`. */
  app.get('/readyz', options, async () => {
    await check();
    return { status: 'ready' };
  });
}

/** Concurrent checks share one result, because a check writes to the store and anybody may ask for it. */
export function shared<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let underway: Promise<Result> | null = null;
  return () => {
    underway ??= work().finally(() => {
      underway = null;
    });
    return underway;
  };
}
