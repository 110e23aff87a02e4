import type { NodeMigrated } from '../../store/engine.js';
import { UnusableStore } from '../../store/store.js';
import type { ClusterOptions } from './cluster-options.js';
import { isMissing, isRefusedLogin, NoAnswer } from './faults.js';
import initial from './migrations/001-initial.js';
import eventOrigins from './migrations/002-event-origins.js';
import clickIds, { renameSources } from './migrations/003-click-ids.js';
import feedChanges from './migrations/004-feed-changes.js';
import sessionSummaries from './migrations/005-session-summaries.js';
import sliceSums from './migrations/006-slice-sums.js';
import { type Engines, plainEngines, replicatedEngines } from './migrations/engines.js';
import { Node } from './node.js';
import { placeOf, refusedLogin } from './place.js';
import { integer } from './rows.js';

/** A node that says nothing for this long is away, in ms. */
const AWAY_AFTER_MS = 5000;

/** In order. A migration's number is its position in this list, counted from 1. Each returns its SQL statements. */
export const MIGRATIONS: readonly ((engines: Engines) => string[])[] = [
  initial,
  eventOrigins,
  clickIds,
  feedChanges,
  sessionSummaries,
  sliceSums,
];

/** What a migration does to stored rows, after its statements. */
const ROWS_CHANGED: ReadonlyMap<number, (node: Node, engines: Engines) => Promise<void>> = new Map([
  [3, renameSources],
]);

/**
 * Migrates the reachable nodes to the newest schema, one after the other. Tables are replicated when the nodes form a
 * cluster with ClickHouse Keeper. An interrupted migration runs again: every statement is idempotent.
 *
 * @throws {UnusableStore} when a newer Goalpost has migrated a node, or a node refuses the login or is not in the
 * cluster.
 */
export async function migrateNodes({ urls, database, cluster }: ClusterOptions): Promise<NodeMigrated[]> {
  const done: NodeMigrated[] = [];
  for (const url of urls) done.push(await migrateNode(url, database, cluster));
  return done;
}

async function migrateNode(url: string, database: string, cluster: string | null): Promise<NodeMigrated> {
  // The database may not exist yet.
  const outside = new Node(url, 'default');
  const inside = new Node(url, database);
  try {
    await outside.ping(AbortSignal.timeout(AWAY_AFTER_MS));
    const { shard, replica } = await placeOf(outside, cluster);
    await outside.command('CREATE DATABASE IF NOT EXISTS {database:Identifier}', { database });
    const found = await versionOf(inside);
    if (found > MIGRATIONS.length) throw tooNew(inside, found);
    const replicated = cluster !== null && (await hasKeeper(inside));
    await migrate(inside, found, replicated ? replicatedEngines(cluster) : plainEngines(cluster));
    return { node: inside.name, outcome: 'done', shard, replica, found, now: MIGRATIONS.length, replicated };
  } catch (error) {
    if (isRefusedLogin(error)) throw refusedLogin(inside);
    if (!(error instanceof NoAnswer)) throw error;
    return { node: inside.name, outcome: 'away', reason: (error as Error).message };
  } finally {
    await Promise.all([outside.close(), inside.close()]);
  }
}

async function migrate(node: Node, found: number, engines: Engines): Promise<void> {
  await node.command(
    'CREATE TABLE IF NOT EXISTS migrations (number UInt32, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY number',
  );
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < found) continue;
    for (const statement of migration(engines)) await node.command(statement);
    await ROWS_CHANGED.get(index + 1)?.(node, engines);
    await node.insert({ table: 'migrations', rows: [{ number: index + 1 }] });
  }
}

/** @throws {UnusableStore} when the node's schema is not the one this Goalpost knows. */
export async function requireSchema(node: Node): Promise<void> {
  const version = await versionOf(node);
  if (version > MIGRATIONS.length) throw tooNew(node, version);
  if (version === MIGRATIONS.length) return;
  throw new UnusableStore(
    version === 0
      ? `${node.name} has no Goalpost database yet; create it with "goalpost migrate"`
      : `${node.name} has schema ${version}, this Goalpost needs ${MIGRATIONS.length}; run "goalpost migrate"`,
  );
}

async function versionOf(node: Node): Promise<number> {
  try {
    const [row] = await node.query({ sql: 'SELECT max(number) FROM migrations', columns: { version: integer } });
    return row!.version;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function hasKeeper(node: Node): Promise<boolean> {
  const [row] = await node.query({
    sql: `SELECT count() FROM system.tables WHERE database = 'system' AND name = 'zookeeper'`,
    columns: { tables: integer },
  });
  return row!.tables > 0;
}

function tooNew(node: Node, version: number): UnusableStore {
  return new UnusableStore(
    `${node.name} was migrated to schema ${version} by a newer Goalpost (this one knows up to ${MIGRATIONS.length}); upgrade Goalpost`,
  );
}
