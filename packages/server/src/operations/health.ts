import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store.js';
import type { ReportPreparation } from './report-preparation.js';

/** Health checks: `/healthz` and `/readyz`. They need no token, have no rate limit, and are not in the API reference. */
export function addHealthRoutes(
  app: FastifyInstance,
  store: Pick<Store, 'check'>,
  preparation: Pick<ReportPreparation, 'progress'> | undefined,
): void {
  const options = { config: { rateLimit: false as const }, schema: { hide: true } };
  const check = shared(() => store.check());

  /** The process runs. The store is not checked, because a restart would not fix a locked disk. */
  app.get('/healthz', options, async () => ({ status: 'ok' }));

  /**
   * The server can answer some requests: 200 with the names of the parts of the store that are missing, if any. 503 through
   * `StoreUnavailable` if it can answer none. Requests that need a missing part get a 503 of their own. While days are
   * prepared for reports, it says how many are.
   */
  app.get('/readyz', options, async () => {
    const missing = await check();
    return {
      status: 'ready',
      ...(missing.length > 0 && { missing: missing.map(({ name }) => name) }),
      ...(preparation?.progress && { reports: preparation.progress }),
    };
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
