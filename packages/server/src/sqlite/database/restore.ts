import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Restored } from '../../store/engine.js';
import { RestoreRefused } from '../../store/store.js';
import { systemReason } from '../../validation/system-reason.js';
import { Connection } from './connection.js';
import { copyDatabase, OtherTables } from './copy.js';
import { createWhole, DATABASE_FILES, databaseIn, readOnlyUrl } from './files.js';
import { isOurs, SCHEMA, versionOf } from './migrate.js';
import { explained, makeDirectory, prepareFile } from './prepare.js';
import { resultCodeOf } from './result-code.js';

/**
 * Makes the database of `dataDir`, which is created when missing, from the backup `file`. The backup is checked first, and
 * the database appears under its name only when it is complete. Like a backup, it has no salts and visitors, whatever the
 * file has.
 *
 * @throws {RestoreRefused} when there is a database already, or when the file is damaged, not Goalpost's or newer than
 * this Goalpost.
 * @throws {UnusableStore} when the directory cannot be written.
 */
export function restore(dataDir: string, file: string): Restored {
  refuseToOverwrite(dataDir);
  check(file);
  const database = databaseIn(dataDir);
  try {
    makeDirectory(dataDir);
    return createWhole(database, (partial) => {
      copyDatabase(file, partial);
      prepareFile(partial);
      return contentsOf(partial);
    });
  } catch (error) {
    if (error instanceof OtherTables) throw damaged(file, error.message);
    refuseToOverwrite(dataDir);
    throw explained(dataDir, database, error as Error);
  }
}

/** A write-ahead log without its database would be taken for that of the restored one. */
function refuseToOverwrite(dataDir: string): void {
  const found = DATABASE_FILES.find((name) => existsSync(path.join(dataDir, name)));
  if (found === undefined) return;
  throw new RestoreRefused(
    `there is a ${found} in ${dataDir} already, and a restore overwrites nothing; move it away first, or name another directory with --data-dir`,
  );
}

function check(file: string): void {
  requireReadable(file);
  let connection: Connection | null = null;
  try {
    connection = Connection.openReader(readOnlyUrl(file));
    if (!isOurs(connection) || versionOf(connection) < 1) {
      throw new RestoreRefused(
        `${file} is a database of another program, not of Goalpost; name a file of "goalpost backup"`,
      );
    }
    const version = versionOf(connection);
    if (version > SCHEMA) {
      throw new RestoreRefused(
        `${file} was written by a newer Goalpost (schema ${version}; this one knows up to ${SCHEMA}); upgrade Goalpost, then restore it`,
      );
    }
    const fault = connection.pragma('integrity_check(1)');
    if (fault !== 'ok') throw damaged(file, String(fault));
  } catch (error) {
    throw explainedSource(file, error as Error);
  } finally {
    connection?.close();
  }
}

function requireReadable(file: string): void {
  try {
    closeSync(openSync(file, 'r'));
  } catch (error) {
    throw new RestoreRefused(`${file} cannot be read: ${systemReason(error)}`);
  }
}

function explainedSource(file: string, error: Error): Error {
  switch (resultCodeOf(error)) {
    case 'SQLITE_NOTADB':
      return new RestoreRefused(`${file} is not an SQLite database; name a file of "goalpost backup"`);
    case 'SQLITE_CORRUPT':
      return damaged(file, error.message);
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_IOERR':
    case 'SQLITE_READONLY':
      return new RestoreRefused(`${file} cannot be read: ${error.message}`);
    default:
      return error;
  }
}

function damaged(file: string, how: string): RestoreRefused {
  return new RestoreRefused(`${file} is damaged (${how}); restore another backup`);
}

function contentsOf(database: string): Restored {
  const connection = Connection.openReader(readOnlyUrl(database));
  try {
    return connection
      .statement<Restored>(
        `SELECT
           (SELECT count(*) FROM projects) AS projects,
           (SELECT count(*) FROM sessions) AS sessions,
           (SELECT count(*) FROM events) AS events,
           (SELECT count(*) FROM conversions JOIN goals USING (goal_no) WHERE state = 'live') AS conversions,
           (SELECT min(started_at) FROM sessions) AS "from",
           (SELECT max(ended_at) FROM sessions) AS "until"`,
      )
      .get()!;
  } finally {
    connection.close();
  }
}
