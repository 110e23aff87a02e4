import { setFlagsFromString } from 'node:v8';
import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp, CONNECTIONS_PER_ADDRESS } from '../../app.js';
import { isAddressRange } from '../../http/connection/ip-address.js';
import { openLive } from '../../live/open-live.js';
import { BackgroundWorker } from '../../operations/background-worker.js';
import { accountWork } from '../../operations/forget-accounts.js';
import { Metrics } from '../../operations/metrics.js';
import { buildMetricsServer } from '../../operations/metrics-server.js';
import { logNodes } from '../../operations/node-log.js';
import { ReportPreparation } from '../../operations/report-preparation.js';
import { retentionWork } from '../../operations/retention.js';
import { feedWork, goalWork, projectWork, visitorWork } from '../../operations/work.js';
import {
  choice,
  endpoint,
  integer,
  isOrigin,
  list,
  ORIGIN_EXPECTED,
  optional,
  secretUrl,
  textWithDefault,
  toggle,
} from '../../settings/kinds.js';
import { addCommand, geoDatabase, retentionDays } from '../command.js';
import { openLog } from '../log.js';
import type { Output } from '../output.js';
import { tellOfFirstAccount } from '../serving/first-account.js';
import { openSecretKey, secretKey, warnOfOtherKey } from '../serving/secret-key.js';
import { UsageError } from '../settings.js';
import { openStore, storeSettings } from '../store-settings.js';
import { untilAvailable } from '../until-available.js';

/** How long open requests may take once the server is stopping, in ms. */
const STOP_WITHIN_MS = 30_000;
const HANG_UP_EVERY_MS = 50;
const WAITING = 'waiting for the store, which cannot answer';

const settings = {
  host: textWithDefault({ flag: 'host', value: 'address', about: 'address to listen on', default: '127.0.0.1' }),
  port: integer({ flag: 'port', about: 'port to listen on; 0 takes a free one', default: '8080' }, 0, 65_535),
  ...storeSettings,
  wait: toggle({ flag: 'wait', about: 'wait for a store that cannot answer yet, instead of ending' }),
  redisUrl: optional(
    secretUrl(
      {
        flag: 'redis-url',
        group: 'Redis',
        about: 'Redis through which several servers share live state; only needed for more than one server',
      },
      ['redis:', 'rediss:'],
      'redis://127.0.0.1:6379',
    ),
  ),
  trustedProxies: list(
    {
      flag: 'trusted-proxy',
      value: 'address',
      about: 'proxy whose X-Forwarded headers are trusted: an address or CIDR range; may be repeated',
    },
    isAddressRange,
    'an IP address or CIDR range such as 10.0.0.0/8',
  ),
  connectionsPerAddress: integer(
    {
      flag: 'connections-per-address',
      about: 'connections that one address may have at a time; trusted proxies may have any number',
      default: String(CONNECTIONS_PER_ADDRESS),
    },
    1,
    1_000_000,
  ),
  metricsListen: optional(
    endpoint({
      flag: 'metrics-listen',
      about: 'address and port to serve /metrics on, such as 127.0.0.1:9464; without it they are not served',
    }),
  ),
  corsOrigins: list(
    { flag: 'cors-origin', value: 'origin', about: 'origin whose pages may call the API; may be repeated' },
    isOrigin,
    ORIGIN_EXPECTED,
  ),
  noConsole: toggle({ flag: 'no-console', about: 'serve the API alone: nobody can sign in' }),
  consoleBehindPrefix: toggle({
    flag: 'console-behind-prefix',
    about: 'let people sign in below a path of another host (X-Forwarded-Prefix), whose pages could then act for them',
  }),
  secretKey,
  geoDatabase,
  retentionDays,
  logLevel: choice(
    {
      flag: 'log-level',
      about: 'least severe level to log; debug logs a line for each request',
      default: 'info',
    },
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
  ),
};

export function addServeCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'serve',
    about: 'run the server',
    examples: [
      'goalpost serve --port 8080 --host 127.0.0.1',
      'GOALPOST_DATA_DIR=/var/lib/goalpost goalpost serve --host 0.0.0.0 --trusted-proxy 10.0.0.0/8',
    ],
    settings,
    run: async (values) => {
      growSlowly();
      holdYoungGeneration();
      const isForPeople = output.stdout.columns !== undefined;
      const log = openLog(values.logLevel, pino.destination({ dest: 1, sync: false }), { isForPeople });
      const open = () => openStore(values, (sentence) => log.warn(sentence));
      const store = await (values.wait ? untilAvailable(open, (reason) => log.warn({ reason }, WAITING)) : open());
      // SQLite's writing thread starts with its first task. This starts it while the routes are added; `/readyz`
      // reports any failure, so it is ignored here.
      store.check().catch(() => {});
      const openRest = async () => {
        const key = values.noConsole ? null : openSecretKey(values);
        return { key, live: await openLive(values.redisUrl, store, log) };
      };
      const { key, live } = await openRest().catch(async (error) => {
        await store.close();
        throw error;
      });
      const onGoals = new BackgroundWorker(goalWork(store), log);
      const onProjects = new BackgroundWorker(projectWork(store), log);
      const preparation = new ReportPreparation(store, log);
      const { retentionDays } = values;
      const workers = [
        onGoals,
        onProjects,
        new BackgroundWorker(visitorWork(store, live.now), log),
        new BackgroundWorker(preparation.work, log),
        new BackgroundWorker(feedWork(store), log),
        new BackgroundWorker(accountWork(store, live.now), log),
        ...(retentionDays === null
          ? []
          : [new BackgroundWorker(retentionWork(store, retentionDays, live.now, log), log)]),
      ];
      const metrics = new Metrics(live.redis, store.nodes);
      if (store.nodes) logNodes(store.nodes, log);
      const app = await buildApp({
        store,
        metrics,
        connectionsPerAddress: values.connectionsPerAddress,
        live,
        logger: log,
        trustedProxies: values.trustedProxies,
        corsOrigins: values.corsOrigins,
        hasConsole: !values.noConsole,
        consoleBehindPrefix: values.consoleBehindPrefix,
        secretKey: key,
        countryOf: values.geoDatabase,
        retentionDays,
        preparation,
        onGoalsChanged: () => onGoals.start(),
        onProjectRemoved: () => onProjects.start(),
      });
      const metricsServer = await buildMetricsServer({ store, live, metrics, preparation, logger: log });
      const stop = async () => {
        await close(app);
        await metricsServer.close();
        await Promise.all(workers.map((worker) => worker.stop()));
        await live.close();
        await store.close();
      };
      const grace = closeWithGrace({ delay: STOP_WITHIN_MS, logger: log }, async () => {
        await stop();
        log.info('stopped');
        log.flush();
      });
      try {
        if (values.metricsListen !== null) await listen(metricsServer, values.metricsListen, METRICS_FLAGS);
        await listen(app, values, PUBLIC_FLAGS);
      } catch (error) {
        grace.uninstall();
        await stop();
        throw error;
      }
      if (!values.noConsole) {
        tellOfFirstAccount(store, app, live.now(), output).catch((error) =>
          log.warn({ err: error }, 'the link for the first account could not be made; start again for it'),
        );
        warnOfOtherKey(store, key, log).catch((error) =>
          log.warn({ err: error }, 'second factors could not be checked'),
        );
      }
      releaseYoungGeneration();
      for (const worker of workers) worker.start();
    },
  });
}

/**
 * On a machine with free memory, V8 lets the heap grow to four times the live data before it collects garbage. A limit
 * of 50 % growth saves 60 to 110 MB under load, at no measurable cost to reads. `goalpost import` would take 5 %
 * longer, so it does not do this.
 */
function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=50');
}

/**
 * Adding the routes creates much garbage, once, and V8 would grow its young generation from 1 to 16 MB for it and never
 * shrink it. Holding it until the server listens saves 9 MB at rest.
 */
function holdYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Under load a larger young generation is faster. 2 is V8's default. */
function releaseYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}

/** Waits for open requests, but not for clients to hang up: they keep idle connections alive for the next request. */
async function close(app: FastifyInstance): Promise<void> {
  const hangUp = setInterval(() => app.server.closeIdleConnections(), HANG_UP_EVERY_MS);
  await app.close();
  clearInterval(hangUp);
}

/** The name of a listener in the log, and the flags that choose its address. */
interface ListenerFlags {
  readonly name: string;
  readonly port: string;
  readonly both: string;
}

const PUBLIC_FLAGS: ListenerFlags = { name: 'Goalpost listens', port: '--port', both: '--host and --port' };
const METRICS_FLAGS: ListenerFlags = {
  name: 'Metrics are served',
  port: '--metrics-listen',
  both: '--metrics-listen',
};

async function listen(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
  flags: ListenerFlags,
): Promise<void> {
  try {
    await app.listen({ host, port, listenTextResolver: (url) => `${flags.name} on ${url}` });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new UsageError([`port ${port} of ${host} is in use by another program; choose another with ${flags.port}`]);
    }
    throw new UsageError([`cannot listen on port ${port} of ${host} (${message}); choose others with ${flags.both}`]);
  }
}
