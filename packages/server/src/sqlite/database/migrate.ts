import type { Database } from 'better-sqlite3';
import { UnusableStore } from '../../store/store.js';
import initial from './migrations/001-initial.js';
import collector from './migrations/002-collector.js';
import origins from './migrations/003-origins.js';
import moves from './migrations/004-moves.js';
import clients from './migrations/005-clients.js';
import sessionStarts from './migrations/006-session-starts.js';

/** In order; a migration's number is its place in this list, counted from 1. */
const MIGRATIONS: readonly string[] = [initial, collector, origins, moves, clients, sessionStarts];

/** Tells a Goalpost file from any other SQLite file: "GOAL" in ASCII, in the header's application id. */
const APPLICATION_ID = 0x474f414c;

/**
 * Brings a file to the newest schema, all or nothing. The number of the last migration is kept in the file's header
 * (`user_version`). Safe when several processes start at once: they take turns.
 *
 * @throws {UnusableStore} when the file was written by a newer Goalpost, or is some other program's.
 */
export function migrate(db: Database): void {
  // A file that is up to date is only read, so that looking at it never waits for somebody who writes.
  if (versionOf(db) === MIGRATIONS.length && isOurs(db)) return;
  db.transaction(() => {
    const version = versionOf(db);
    if (!isOurs(db) && (version !== 0 || hasTables(db))) {
      throw new UnusableStore(`${db.name} is not a Goalpost database; name another data directory with --data-dir`);
    }
    if (version > MIGRATIONS.length) {
      throw new UnusableStore(
        `${db.name} was written by a newer Goalpost (schema ${version}; this one knows up to ${MIGRATIONS.length}); upgrade Goalpost, or name another data directory with --data-dir`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  }).immediate();
}

function versionOf(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

function isOurs(db: Database): boolean {
  return db.pragma('application_id', { simple: true }) === APPLICATION_ID;
}

function hasTables(db: Database): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}
