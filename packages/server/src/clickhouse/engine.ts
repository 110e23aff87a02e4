import { parseUrl } from '../model/url.js';
import { hasPassword, list, text, textWithDefault } from '../settings/kinds.js';
import type { Values } from '../settings/setting.js';
import type { MigratedEngine } from '../store/engine.js';
import { RestoreRefused } from '../store/store.js';
import type { ClusterOptions } from './cluster/cluster-options.js';

const GROUP = 'ClickHouse';

const settings = {
  clickhouseUrls: {
    ...list(
      {
        flag: 'clickhouse-url',
        group: GROUP,
        value: 'url',
        about: 'address of a ClickHouse node, with its login; repeated for each node of a cluster',
      },
      isHttpUrl,
      'an address such as http://user:password@127.0.0.1:8123, with nothing behind it (the database is named with --clickhouse-database)',
    ),
    holdsSecret: hasPassword,
  },
  clickhouseCluster: text({
    flag: 'clickhouse-cluster',
    group: GROUP,
    value: 'name',
    about: "the cluster's name in remote_servers of ClickHouse; without it there is one node",
  }),
  clickhouseDatabase: textWithDefault({
    flag: 'clickhouse-database',
    group: GROUP,
    value: 'name',
    about: 'ClickHouse database that holds everything',
    default: 'goalpost',
  }),
};

export const engine: MigratedEngine<typeof settings> = {
  settings,
  faults: ({ clickhouseUrls }) =>
    clickhouseUrls.length > 0
      ? []
      : [
          '--clickhouse-url is required (or GOALPOST_CLICKHOUSE_URL): address of a ClickHouse node, such as http://user:password@127.0.0.1:8123',
        ],
  absence: () => [],
  exposure: () => null,
  // Any number of servers need the same one.
  secretKeyFile: () => null,
  restore: async () => {
    throw new RestoreRefused(
      'goalpost restore is for --store sqlite; ClickHouse restores its own backups: RESTORE DATABASE, see https://clickhouse.com/docs/operations/backup',
    );
  },
  // Imported on demand: a server on SQLite must be ready in half a second.
  open: async (values) => (await import('./clickhouse-store.js')).openClickHouseStore(toOptions(values)),
  migrate: async (values) => (await import('./cluster/migrate.js')).migrateNodes(toOptions(values)),
};

function toOptions(values: Values<typeof settings>): ClusterOptions {
  return { urls: values.clickhouseUrls, cluster: values.clickhouseCluster, database: values.clickhouseDatabase };
}

/** Rejects a path and a query string, because ClickHouse's client would take them for a database and settings. */
function isHttpUrl(given: string): given is string {
  const url = parseUrl(given);
  if (url === null) return false;
  const { protocol, pathname, search, hash } = url;
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash === '';
}
