import { UnusableStore } from '../../store/store.js';
import type { Connection } from './connection.js';
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
export function migrate(connection: Connection): void {
  // A file that is up to date is only read, so that looking at it never waits for somebody who writes.
  if (versionOf(connection) === MIGRATIONS.length && isOurs(connection)) return;
  const { file } = connection;
  connection.write(() => {
    const version = versionOf(connection);
    if (!isOurs(connection) && (version !== 0 || hasTables(connection))) {
      throw new UnusableStore(`${file} is not a Goalpost database; name another data directory with --data-dir`);
    }
    if (version > MIGRATIONS.length) {
      throw new UnusableStore(
        `${file} was written by a newer Goalpost (schema ${version}; this one knows up to ${MIGRATIONS.length}); upgrade Goalpost, or name another data directory with --data-dir`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) connection.execute(migration);
    connection.execute(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length};`);
  });
}

function versionOf(connection: Connection): number {
  return connection.pragma('user_version') as number;
}

function isOurs(connection: Connection): boolean {
  return connection.pragma('application_id') === APPLICATION_ID;
}

function hasTables(connection: Connection): boolean {
  return connection.statement('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}
