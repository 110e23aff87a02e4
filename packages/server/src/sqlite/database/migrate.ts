import { UnusableStore } from '../../store/store.js';
import type { Connection } from './connection.js';
import initial from './migrations/001-initial.js';
import collector from './migrations/002-collector.js';
import origins from './migrations/003-origins.js';
import moves from './migrations/004-moves.js';
import clients from './migrations/005-clients.js';
import sessionStarts from './migrations/006-session-starts.js';
import matchedEvents from './migrations/007-matched-events.js';

/** In order. A migration's number is its position in this list, counted from 1. */
const MIGRATIONS: readonly string[] = [initial, collector, origins, moves, clients, sessionStarts, matchedEvents];

/** Marks a file as Goalpost's: "GOAL" in ASCII, in the header's application id. */
const APPLICATION_ID = 0x474f414c;

/**
 * Migrates a file to the newest schema, all or nothing. The number of the last migration is in the file's header
 * (`user_version`). Several processes may start at once: the write lock makes them take turns.
 *
 * @throws {UnusableStore} when the file was written by a newer Goalpost, or belongs to another program.
 */
export function migrate(connection: Connection): void {
  // An up-to-date file is only read, so opening it never waits for a writer.
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
