import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store.js';

/** Whether the process runs, and whether it can answer: no token, no rate limit, not in the API reference. */
export function addHealthRoutes(app: FastifyInstance, store: Pick<Store, 'check'>): void {
  const options = { config: { rateLimit: false as const }, schema: { hide: true } };
  const check = shared(() => store.check());

  /** The process runs. Says nothing of the store, so that a locked disk does not get the process restarted. */
  app.get('/healthz', options, async () => ({ status: 'ok' }));

  /** It can answer: 200, or 503 by way of `StoreUnavailable`. */
  app.get('/readyz', options, async () => {
    await check();
    return { status: 'ready' };
  });
}

/** Whoever asks while it is being done is told the same: the store is written to, and anybody may ask. */
export function shared<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let underway: Promise<Result> | null = null;
  return () => {
    underway ??= work().finally(() => {
      underway = null;
    });
    return underway;
  };
}
