import { maxHeaderSize } from 'node:http';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { accessPlugin } from './access/access-plugin.js';
import { networkOf } from './access/address.js';
import { Passwords } from './access/password.js';
import type { SecretKey } from './access/secret-key.js';
import { trustIn } from './access/trusted-proxies.js';
import { removeRolesIn } from './accounts/people.js';
import { addAccountRoutes } from './accounts/routes.js';
import { addAuditRoutes } from './audit/routes.js';
import { addCheckRoute } from './check/route.js';
import type { CountryOf } from './collect/client/countries.js';
import { addImportRoute } from './collect/import/import-route.js';
import { TrackProblems } from './collect/track/problems.js';
import { addTrackRoute } from './collect/track/track-route.js';
import { addTrackerRoute } from './collect/track/tracker-route.js';
import { addConsole } from './console/page.js';
import { addConversionsRoute } from './conversions/route.js';
import { FEED_TIMES, type FeedTimes } from './feed/following.js';
import { addLiveRoute } from './feed/route.js';
import { addFunnelRoute } from './funnels/route.js';
import { addSavedFunnelRoutes } from './funnels/saved-routes.js';
import { addPreviewRoute } from './goals/preview-route.js';
import { addGoalRoutes } from './goals/routes.js';
import type { ConnectionLimit } from './http/connection/connections.js';
import { peerOf } from './http/connection/forwarded.js';
import { createBoundedServer } from './http/connection/server.js';
import { addJsonBody } from './http/json-body.js';
import { API_PATH } from './http/origin.js';
import { askForBodies, closeAfterRefusedBodies, decodableUrl, refuseUnreadable } from './http/readable.js';
import { answerError } from './http/refusals/error-handler.js';
import { fromWhom } from './http/refusals/from-whom.js';
import { watchRoutes } from './http/refusals/unknown-routes.js';
import { answerUnreadable } from './http/refusals/unreadable.js';
import { addSafeHeaders } from './http/safe-headers.js';
import { addInsightRoutes } from './insights/routes.js';
import type { Live } from './live/live.js';
import { processLive } from './live/process/process-live.js';
import { addMcpRoute } from './mcp/route.js';
import type { ProjectId } from './model/ids.js';
import { addNoteRoutes } from './notes/routes.js';
import { addHealthRoutes } from './operations/health.js';
import { Metrics } from './operations/metrics.js';
import type { ReportPreparation } from './operations/report-preparation.js';
import { addProjectRoutes } from './projects/routes.js';
import { addExports } from './reference/exports.js';
import { describeRoutes } from './reference/openapi.js';
import { addReferencePage } from './reference/page.js';
import type { Reporting } from './reports/answer.js';
import { addReportRoute } from './reports/route.js';
import { ReportTurns } from './reports/turns.js';
import { addEraseRoute } from './sessions/erase-route.js';
import { addListSessionsRoute } from './sessions/list-route.js';
import { addMarkReadRoute } from './sessions/mark-read-route.js';
import { addTimelineRoute } from './sessions/timeline-route.js';
import { addOpenRoute } from './sharing/open-route.js';
import { addShareLinkRoutes } from './sharing/routes.js';
import type { Store } from './store/store.js';
import { addTokenRoutes } from './tokens/routes.js';
import { addVisitsRoute } from './visits/route.js';

/** The path below which all endpoints of the API are, as in the contract. */
export const BASE_PATH = `${API_PATH}/services/analytics/v1`;

/** The default of `connectionsPerAddress`. */
export const CONNECTIONS_PER_ADDRESS = 100;

export interface AppOptions {
  readonly store: Store;
  /** State shared with other processes. Default: this process is the only one. */
  readonly live?: Live;
  /** Default: nothing is logged. */
  readonly logger?: FastifyBaseLogger;
  /** Receives all counts. Default: counts that are not served. */
  readonly metrics?: Metrics;
  /** Connections that one address may have at a time, trusted proxies excepted. */
  readonly connectionsPerAddress?: number;
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-…` headers are trusted. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** Origins whose pages may call the API. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** Whether people can sign in. Default: they can. */
  readonly hasConsole?: boolean;
  /** Whether they can below a path of another site's host, too (`X-Forwarded-Prefix`). Default: they cannot. */
  readonly consoleBehindPrefix?: boolean;
  /** Seals second factors. Default: nobody can have one. */
  readonly secretKey?: SecretKey | null;
  /** Finds the country of an address. Default: countries are unknown. */
  readonly countryOf?: CountryOf;
  /** Days that sessions are kept, for what reports say about it. Default: forever. */
  readonly retentionDays?: number | null;
  /** Whose progress `/readyz` shows. Default: none. */
  readonly preparation?: Pick<ReportPreparation, 'progress'>;
  /** When followers of `GET live` are told something. */
  readonly feedTimes?: FeedTimes;
  /** Called when goals have changed, so that stored history can be matched at once. */
  readonly onGoalsChanged?: () => void;
  /** Called when a project has been removed, so that its contents can be erased at once. */
  readonly onProjectRemoved?: () => void;
  /** Milliseconds since 1970. Default: the time of `live`. */
  readonly now?: () => number;
}

/** The HTTP server, which does not listen yet. The caller closes the store and the live state after the server. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { store, logger, trustedProxies = [], corsOrigins = [] } = options;
  const { onGoalsChanged = () => {}, onProjectRemoved = () => {} } = options;
  const { live = processLive(store), countryOf = () => null } = options;
  const { now = live.now, retentionDays = null, feedTimes = FEED_TIMES, hasConsole = true } = options;
  const { consoleBehindPrefix = false, secretKey = null } = options;
  const { metrics = new Metrics(live.redis, store.nodes), connectionsPerAddress = CONNECTIONS_PER_ADDRESS } = options;
  const passwords = new Passwords();
  const reporting: Reporting = { turns: new ReportTurns(), now, retentionDays };
  const problems = new TrackProblems(now);
  const trusts = trustIn(trustedProxies);
  const connectionLimit: ConnectionLimit = {
    perClient: connectionsPerAddress,
    clientOf: (socket) => {
      const address = peerOf({ socket });
      return trusts(address) ? null : networkOf(address);
    },
    onRefused: () => metrics.connectionRefused(),
  };
  const app: FastifyInstance = fastify({
    ...(logger && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (handle) => createBoundedServer(handle, connectionLimit),
    clientErrorHandler: answerUnreadable(metrics),
    rewriteUrl: decodableUrl,
    // The longest possible address, so that an id that is too long is a 404 of the route.
    routerOptions: { maxParamLength: maxHeaderSize },
  });
  // The routes' schemas only describe the API. The routes' own parsers check bodies, including rules that a schema cannot
  // express.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const { url: route, config } = request.routeOptions;
    metrics.answered(
      route === undefined || config.isUnknown ? null : { method, route },
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
    const { statusCode: status, elapsedTime: ms } = reply;
    request.log.debug({ method, route, status, ms, ...fromWhom(request) }, 'answered');
    done();
  });
  app.setErrorHandler(answerError(metrics));
  app.decorate('trusts', trusts);
  addSafeHeaders(app);
  addJsonBody(app);
  refuseUnreadable(app);
  await app.register(accessPlugin, { store, windows: live.windows, now, hasConsole, consoleBehindPrefix });
  askForBodies(app);
  closeAfterRefusedBodies(app);
  if (corsOrigins.length > 0) await app.register(cors, corsOptions(corsOrigins));
  const onRemoved = async (id: ProjectId) => {
    onProjectRemoved();
    await removeRolesIn(store, id).catch((err) =>
      app.log.error({ err, project: id }, 'roles in a removed project are left'),
    );
  };
  const addUnknownRoutes = watchRoutes(app);
  await describeRoutes(app);
  addExports(app);
  addReferencePage(app);
  if (hasConsole) addConsole(app);
  leadTo(app, hasConsole ? 'console' : 'reference');
  addHealthRoutes(app, store, options.preparation);
  addTrackerRoute(app);
  addMcpRoute(app, { store, metrics, reporting, corsOrigins });
  await app.register(
    async (api) => {
      addConversionsRoute(api, store);
      addVisitsRoute(api, store);
      addListSessionsRoute(api, store, reporting);
      addTimelineRoute(api, store);
      addReportRoute(api, store, reporting);
      addFunnelRoute(api, store, reporting);
      addSavedFunnelRoutes(api, store, now);
      addLiveRoute(api, { store, now, times: feedTimes });
      addImportRoute(api, store, metrics);
      addTrackRoute(api, { store, live, counts: metrics, problems, countryOf, now });
      addCheckRoute(api, store, { reporting, problems });
      addGoalRoutes(api, store, onGoalsChanged, now);
      addPreviewRoute(api, store);
      addMarkReadRoute(api, store);
      addEraseRoute(api, store, now);
      addAccountRoutes(api, store, { passwords, secretKey, now });
      addShareLinkRoutes(api, store, passwords, now);
      addOpenRoute(api, store, passwords, now);
      addAuditRoutes(api, store);
      addNoteRoutes(api, store, now);
      addInsightRoutes(api, store, now);
      addTokenRoutes(api, store, now);
      addProjectRoutes(api, store, { now, onRemoved });
    },
    { prefix: BASE_PATH },
  );
  addUnknownRoutes();
  await app.ready();
  return app;
}

/** Opening the address that `goalpost serve` prints should show something useful. */
function leadTo(app: FastifyInstance, page: string): void {
  app.get('/', {
    config: { rateLimit: false },
    onRequest: app.countPublicFile,
    schema: { hide: true },
    handler: (_request, reply) => reply.redirect(page),
  });
}

/** Requests of other origins, preflight requests included, are answered without CORS headers. */
function corsOptions(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: (origin, resolve) => resolve(null, origin !== undefined && origins.includes(origin) && origin),
    strictPreflight: false,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    // The headers that a page may read.
    exposedHeaders: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'Retry-After'],
  };
}
