import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseUrl } from '../model/url.js';
import { requireWhole } from '../move/move.js';
import { DATABASE_FILE } from '../sqlite/database/prepare.js';
import { openSqliteStore } from '../sqlite/sqlite-store.js';
import type { Store } from '../store/store.js';
import { choice, list, text, textWithDefault } from './kinds.js';
import { UsageError, type Values } from './settings.js';

/** Where ClickHouse is. */
export const clickhouseSettings = {
  clickhouseUrls: {
    ...list(
      {
        flag: 'clickhouse-url',
        value: 'url',
        about: 'address of a ClickHouse node, with its login; repeated for each node of a cluster',
      },
      isHttpUrl,
      'an address such as http://user:password@127.0.0.1:8123, with nothing behind it (the database is named with --clickhouse-database)',
    ),
    secret: true,
  },
  clickhouseCluster: text({
    flag: 'clickhouse-cluster',
    value: 'name',
    about: "the cluster's name in remote_servers of ClickHouse; without it there is one node",
  }),
  clickhouseDatabase: textWithDefault({
    flag: 'clickhouse-database',
    value: 'name',
    about: 'ClickHouse database that holds everything',
    default: 'goalpost',
  }),
};

/** Settings that every command has which works on a store. */
export const storeSettings = {
  store: choice({ flag: 'store', about: 'what everything is kept in', default: 'sqlite' }, ['sqlite', 'clickhouse']),
  dataDir: textWithDefault({
    flag: 'data-dir',
    value: 'dir',
    about: 'directory that holds the database',
    default: './data',
  }),
  ...clickhouseSettings,
};
/** For the commands one begins with. */
export const newStoreSettings = {
  ...storeSettings,
  dataDir: { ...storeSettings.dataDir, about: `${storeSettings.dataDir.about}; made when missing` },
};

export type StoreValues = Values<typeof storeSettings>;

/**
 * Opens the store for the time of `work`.
 *
 * @throws {UsageError} when there is none: a mistyped directory is not to pass for one without data.
 */
export async function withStore<Result>(values: StoreValues, work: (store: Store) => Promise<Result>): Promise<Result> {
  const faults = values.store === 'sqlite' ? databaseFaults(values.dataDir) : [];
  if (faults.length > 0) throw new UsageError(faults);
  return withNewStore(values, work);
}

/** A sentence when there is no database in the directory. */
export function databaseFaults(dataDir: string): string[] {
  if (existsSync(path.join(dataDir, DATABASE_FILE))) return [];
  return [
    `there is no database in ${dataDir}; name another directory with --data-dir, or begin with "goalpost project create"`,
  ];
}

/** Makes the store when it is missing. */
export async function withNewStore<Result>(
  values: StoreValues,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(values);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * @throws {UsageError} for flags of the other store: they would otherwise be passed over.
 * @throws {MoveRefused} for a store that a move has not been brought to its end in.
 */
export async function openStore(values: StoreValues): Promise<Store> {
  if (values.store === 'sqlite' && (values.clickhouseUrls.length > 0 || values.clickhouseCluster !== null)) {
    throw new UsageError(['--clickhouse-url and --clickhouse-cluster are for --store clickhouse']);
  }
  const store = await openAnyStore(values);
  try {
    await requireWhole(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Whatever it holds, and whatever else is given. */
export async function openAnyStore({
  store,
  dataDir,
  clickhouseUrls: urls,
  clickhouseCluster: cluster,
  clickhouseDatabase: database,
}: StoreValues): Promise<Store> {
  if (store === 'sqlite') return openSqliteStore(dataDir);
  requireUrls(urls);
  // Loaded only where it is used: a server is to be ready in half a second.
  const { openClickHouseStore } = await import('../clickhouse/clickhouse-store.js');
  return openClickHouseStore({ urls, cluster, database });
}

/** @throws {UsageError} */
export function requireUrls(urls: readonly string[]): void {
  const faults = urlFaults(urls);
  if (faults.length > 0) throw new UsageError(faults);
}

/** A sentence when no address is given. */
export function urlFaults(urls: readonly string[]): string[] {
  if (urls.length > 0) return [];
  return [
    '--clickhouse-url is required (or GOALPOST_CLICKHOUSE_URL): address of a ClickHouse node, such as http://user:password@127.0.0.1:8123',
  ];
}

/** ClickHouse's client would take a path for the database, and what follows a "?" for settings. */
function isHttpUrl(given: string): given is string {
  const url = parseUrl(given);
  if (url === null) return false;
  const { protocol, pathname, search, hash } = url;
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash === '';
}
