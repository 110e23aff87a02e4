import { issueSecret } from '#goalpost/access/secret.js';
import { BASE_PATH } from '#goalpost/app.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { project, token, urlGoal } from '../support/builders.js';
import { startCaddy } from '../support/caddy.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type FaultyProxy, startFaultyProxy } from '../support/clickhouse/faulty-proxy.js';
import { type ClickHouseDatabase, newDatabase } from '../support/clickhouse/store.js';
import type { Operator } from '../support/operator.js';
import { RedisServer } from '../support/redis-server.js';
import { P1, P2 } from './ids.js';
import { Server } from './server.js';

const DISK_MB = 512;

/** Two shards of two replicas, Redis, and three servers behind Caddy. */
export interface Installation {
  readonly cluster: Cluster;
  readonly database: ClickHouseDatabase;
  /** Between the servers and the nodes, in the order of the nodes. */
  readonly proxies: readonly FaultyProxy[];
  readonly redis: RedisServer;
  readonly servers: readonly Server[];
  /** The API behind Caddy. */
  readonly api: string;
  /** A token of each project, which may do everything. */
  readonly tokens: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Its servers and Caddy end with the test; `stop` ends the rest. */
export async function install(operator: Operator, seed: number): Promise<Installation> {
  const cluster = await startCluster(2, 2, { diskMb: DISK_MB });
  const redis = new RedisServer();
  const proxies: FaultyProxy[] = [];
  const stop = async () => {
    await redis.kill();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await cluster.stop();
  };
  try {
    for (const [index, url] of cluster.urls.entries()) proxies.push(await startFaultyProxy(url, seed + index));
    await redis.start();
    const database = await newDatabase(cluster);
    const tokens = await createProjects(database);
    const flags = [
      ...[
        '--store',
        'clickhouse',
        '--clickhouse-cluster',
        database.cluster!,
        '--clickhouse-database',
        database.database,
      ],
      ...proxies.flatMap(({ url }) => ['--clickhouse-url', url]),
      ...['--wait', '--redis-url', redis.url, '--trusted-proxy', '127.0.0.1'],
    ];
    const servers = await Promise.all([1, 2, 3].map(() => Server.start(operator, flags)));
    const url = await startCaddy(
      operator,
      servers.map((server) => server.url),
    );
    return { cluster, database, proxies, redis, servers, api: url + BASE_PATH, tokens, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createProjects(database: ClickHouseDatabase): Promise<Installation['tokens']> {
  const store = await database.open();
  const create = async (id: string) => {
    const { id: tokenId, bearerToken, secretHash } = issueSecret();
    await store.projects.create(project({ id }));
    await store.tokens.create(
      token({ id: tokenId, projectId: id, secretHash, abilities: ABILITIES, rateLimit: 1_000_000 }),
    );
    return bearerToken;
  };
  try {
    const tokens = { [P1]: await create(P1), [P2]: await create(P2) };
    await store.goals.create(P1, urlGoal('/', { key: 'page' }));
    return tokens;
  } finally {
    await store.close();
  }
}
