import cors from '@fastify/cors';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { accessPlugin } from '../access/access-plugin.js';
import { addImportRoute } from '../collect/import-route.js';
import { addConversionsRoute } from '../conversions/route.js';
import { addGoalRoutes } from '../goals/routes.js';
import { Metrics } from '../operations/metrics.js';
import { addOperationsRoutes } from '../operations/routes.js';
import type { Store } from '../store/store.js';
import { answerErrors } from './error-handler.js';
import { addJsonBody } from './json-body.js';
import { describeRoutes } from './openapi.js';
import { watchRoutes } from './other-addresses.js';

/** Every endpoint of the API is below this path; it is the contract's. */
export const BASE_PATH = '/api/services/analytics/v1';

export interface AppOptions {
  readonly store: Store;
  /** Default: nothing is logged. */
  readonly logger?: FastifyBaseLogger;
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-For` is believed. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** Origins whose pages may call the API. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** Called when goals have changed, so that matching of history can begin at once. */
  readonly onGoalsChanged?: () => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The whole HTTP server as a value: it does not listen yet. The store stays the caller's, to close after the server. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { store, logger, trustedProxies = [], corsOrigins = [], onGoalsChanged = () => {}, now = Date.now } = options;
  const metrics = new Metrics();
  const app: FastifyInstance = fastify({
    ...(logger && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
  });
  // Bodies are checked by the parsers of the routes, which also check what a schema cannot say, and answers are made
  // by us: the routes' schemas are there to describe.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    request.log.debug({ method: request.method, route, status: reply.statusCode, ms: reply.elapsedTime }, 'answered');
  });
  answerErrors(app, metrics);
  addJsonBody(app);
  if (corsOrigins.length > 0) {
    await app.register(cors, { origin: [...corsOrigins], exposedHeaders: EXPOSED_HEADERS });
  }
  await app.register(accessPlugin, { store, now });
  const addOtherAddresses = watchRoutes(app);
  await describeRoutes(app);
  addOperationsRoutes(app, store, metrics);
  await app.register(
    async (api) => {
      addConversionsRoute(api, store);
      addImportRoute(api, store, metrics);
      addGoalRoutes(api, store, onGoalsChanged);
    },
    { prefix: BASE_PATH },
  );
  addOtherAddresses();
  await app.ready();
  return app;
}

/** What a page of another origin may read of an answer, beside its body. */
const EXPOSED_HEADERS = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'Retry-After'];
