import { type ClickHouseStoreOptions, openClickHouseStore } from '#goalpost/clickhouse/clickhouse-store.js';
import { migrateNodes } from '#goalpost/clickhouse/cluster/migrate.js';
import { newUlid } from '#goalpost/model/ulid.js';
import type { Store } from '#goalpost/store/store.js';
import type { OpenedStore } from '../../store/open-store.js';
import type { Cluster } from './cluster.js';
import { CLUSTER } from './config.js';

/** `urls`: the addresses of proxies in place of the nodes. */
export type StoreOptions = Partial<
  Pick<
    ClickHouseStoreOptions,
    'recordsPerReadMax' | 'sessionsPerSlice' | 'sessionsPerStep' | 'summariesRestMs' | 'urls'
  >
>;

/** A database of its own on the nodes. `open` opens a store on it. */
export interface ClickHouseDatabase {
  readonly urls: readonly string[];
  readonly database: string;
  readonly cluster: string | null;
  open(now?: () => number, options?: StoreOptions): Promise<Store>;
  drop(): Promise<void>;
}

/** Creates a database on all nodes. */
export async function newDatabase({ urls }: Pick<Cluster, 'urls'>): Promise<ClickHouseDatabase> {
  const options = { urls, database: `test_${newUlid()}`, cluster: urls.length > 1 ? CLUSTER : null };
  // All nodes at the same time, which an operator's migration avoids, because most tests create a database.
  await Promise.all(urls.map((url) => migrateNodes({ ...options, urls: [url] })));
  return {
    ...options,
    open: (now = Date.now, others = {}) => openClickHouseStore({ summariesRestMs: 0, ...options, ...others, now }),
    drop: async () => {
      await Promise.all(urls.map((url) => run(url, `DROP DATABASE ${options.database}`)));
    },
  };
}

/** An empty store in a database of its own. */
export async function openOn(
  cluster: Pick<Cluster, 'urls'>,
  now: () => number,
  options: StoreOptions = {},
): Promise<OpenedStore> {
  const database = await newDatabase(cluster);
  const store = await database.open(now, options);
  return {
    store,
    release: async () => {
      await store.close();
      await database.drop();
    },
  };
}

/** Runs a statement directly on a node, without the store, and returns its output. */
export async function run(url: string, sql: string): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body: sql });
  const said = await answer.text();
  if (!answer.ok) throw new Error(said);
  return said;
}
