import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Live } from '../live/live.js';
import { type Store, StoreUnavailable } from '../store/store.js';
import { shared } from './health.js';
import type { Metrics } from './metrics.js';
import type { ReportPreparation } from './report-preparation.js';

export interface MetricsServerOptions {
  readonly store: Pick<Store, 'check' | 'nodes'>;
  readonly live: Pick<Live, 'redis'>;
  readonly metrics: Metrics;
  readonly preparation?: Pick<ReportPreparation, 'progress'>;
  /** Default: nothing is logged. */
  readonly logger?: FastifyBaseLogger;
}

/** The server for `/metrics` and detailed readiness, for operators only. It does not listen yet. */
export async function buildMetricsServer(options: MetricsServerOptions): Promise<FastifyInstance> {
  const { store, live, metrics, preparation, logger } = options;
  const app: FastifyInstance = fastify({
    ...(logger && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
  });
  const check = shared(() => store.check());

  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.text();
  });

  /** As on the public address, with details, which say what is away although the server is ready. */
  app.get('/readyz', async (_request, reply) => {
    const details = {
      ...(live.redis && { redis: live.redis.isUp ? 'up' : 'away' }),
      ...(store.nodes && { shards: store.nodes.shards() }),
      ...(preparation?.progress && { reports: preparation.progress }),
    };
    try {
      const missing = await check();
      return {
        status: 'ready',
        ...(missing.length > 0 ? { store: 'partly up', missing } : { store: 'up' }),
        ...details,
      };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      reply.code(503);
      return { status: 'not ready', store: 'away', reason: error.message, ...details };
    }
  });

  await app.ready();
  return app;
}
