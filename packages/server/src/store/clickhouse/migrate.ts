import { UnusableStore } from '../store.js';
import { type Engines, plainEngines, replicatedEngines } from './engines.js';
import { isUnknownDatabase, isUnknownTable } from './faults.js';
import initial from './migrations/001-initial.js';
import { Node } from './node.js';
import { integer } from './rows.js';

/** In order; a migration's number is its place in this list, counted from 1. Each gives its statements. */
export const MIGRATIONS: readonly ((engines: Engines) => string[])[] = [initial];

/** What was found on a node, and done. */
export interface Migrated {
  /** The newest migration that was there; 0: none, or no database. */
  readonly found: number;
  readonly now: number;
  readonly replicated: boolean;
}

/**
 * Brings one node to the newest schema; its tables are replicated when the node can reach ClickHouse Keeper and is in a
 * cluster. What was broken off is done again: every statement is harmless the second time.
 *
 * @throws {UnusableStore} when the node was brought further by a newer Goalpost.
 */
export async function migrateNode(url: string, database: string, cluster: string | null): Promise<Migrated> {
  const before = new Node(url, 'default');
  try {
    await before.command('CREATE DATABASE IF NOT EXISTS {database:Identifier}', { database });
  } finally {
    await before.close();
  }
  const node = new Node(url, database);
  try {
    const found = await versionOf(node);
    if (found > MIGRATIONS.length) throw tooNew(node, found);
    const replicated = cluster !== null && (await hasKeeper(node));
    const engines = replicated ? replicatedEngines(cluster) : plainEngines(cluster);
    await node.command(
      'CREATE TABLE IF NOT EXISTS migrations (number UInt32, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY number',
    );
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < found) continue;
      for (const statement of migration(engines)) await node.command(statement);
      await node.insert({ table: 'migrations', rows: [{ number: index + 1 }] });
    }
    return { found, now: MIGRATIONS.length, replicated };
  } finally {
    await node.close();
  }
}

/** @throws {UnusableStore} when the node's schema is not the one this Goalpost knows. */
export async function requireSchema(node: Node): Promise<void> {
  const version = await versionOf(node);
  if (version > MIGRATIONS.length) throw tooNew(node, version);
  if (version === MIGRATIONS.length) return;
  throw new UnusableStore(
    version === 0
      ? `${node.name} has no Goalpost database yet; make it with "goalpost migrate"`
      : `${node.name} has schema ${version}, this Goalpost needs ${MIGRATIONS.length}; run "goalpost migrate"`,
  );
}

async function versionOf(node: Node): Promise<number> {
  try {
    const [row] = await node.ask({ sql: 'SELECT max(number) FROM migrations', columns: { version: integer } });
    return row!.version;
  } catch (error) {
    if (isUnknownDatabase(error) || isUnknownTable(error)) return 0;
    throw error;
  }
}

async function hasKeeper(node: Node): Promise<boolean> {
  const [row] = await node.ask({
    sql: `SELECT count() FROM system.tables WHERE database = 'system' AND name = 'zookeeper'`,
    columns: { tables: integer },
  });
  return row!.tables > 0;
}

function tooNew(node: Node, version: number): UnusableStore {
  return new UnusableStore(
    `${node.name} was brought to schema ${version} by a newer Goalpost (this one knows up to ${MIGRATIONS.length}); upgrade Goalpost`,
  );
}
