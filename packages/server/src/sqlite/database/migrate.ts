import { sourceToday } from '../../model/entry/source-of.js';
import { UnusableStore } from '../../store/store.js';
import type { Connection } from './connection.js';
import initial from './migrations/001-initial.js';
import collector from './migrations/002-collector.js';
import origins from './migrations/003-origins.js';
import moves from './migrations/004-moves.js';
import clients from './migrations/005-clients.js';
import sessionStarts from './migrations/006-session-starts.js';
import matchedEvents from './migrations/007-matched-events.js';
import eventOrigins from './migrations/008-event-origins.js';
import mixedSessions from './migrations/009-mixed-sessions.js';
import signing from './migrations/010-signing.js';
import valueFrom from './migrations/011-value-from.js';
import notesOfLogs from './migrations/012-notes-of-logs.js';
import clickIds from './migrations/013-click-ids.js';
import installation from './migrations/014-installation.js';
import projectLists from './migrations/015-project-lists.js';
import reportDays from './migrations/016-report-days.js';
import feeds from './migrations/017-feeds.js';
import reportColumns from './migrations/018-report-columns.js';
import documents from './migrations/019-documents.js';
import managedProjects from './migrations/020-managed-projects.js';
import reportSums from './migrations/021-report-sums.js';
import reportWeeks from './migrations/022-report-weeks.js';

/** In order. A migration's number is its position in this list, counted from 1. */
const MIGRATIONS: readonly string[] = [
  initial,
  collector,
  origins,
  moves,
  clients,
  sessionStarts,
  matchedEvents,
  eventOrigins,
  mixedSessions,
  signing,
  valueFrom,
  notesOfLogs,
  clickIds,
  installation,
  projectLists,
  reportDays,
  feeds,
  reportColumns,
  documents,
  managedProjects,
  reportSums,
  reportWeeks,
];

/** The number of the newest schema. */
export const SCHEMA = MIGRATIONS.length;

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
  if (versionOf(connection) === SCHEMA && isOurs(connection)) return;
  const { file } = connection;
  connection.write(() => {
    const version = versionOf(connection);
    if (!isOurs(connection) && (version !== 0 || hasTables(connection))) {
      throw new UnusableStore(`${file} is not a Goalpost database; name another data directory with --data-dir`);
    }
    if (version > SCHEMA) {
      throw new UnusableStore(
        `${file} was written by a newer Goalpost (schema ${version}; this one knows up to ${SCHEMA}); upgrade Goalpost, or name another data directory with --data-dir`,
      );
    }
    migrateTo(connection, SCHEMA);
  });
}

/** Migrates a file of Goalpost, or an empty one, to the schema with this number. */
export function migrateTo(connection: Connection, schema: number): void {
  connection.defineFunction('source_today', (source, isNamed) =>
    source === null ? null : sourceToday(String(source), isNamed === 1),
  );
  for (const migration of MIGRATIONS.slice(versionOf(connection), schema)) connection.execute(migration);
  connection.execute(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${schema};`);
}

export function versionOf(connection: Connection): number {
  return connection.pragma('user_version') as number;
}

export function isOurs(connection: Connection): boolean {
  return connection.pragma('application_id') === APPLICATION_ID;
}

function hasTables(connection: Connection): boolean {
  return connection.statement('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}
