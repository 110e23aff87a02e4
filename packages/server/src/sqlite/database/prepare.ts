import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UnusableStore } from '../../store/store.js';
import { Connection } from './connection.js';
import { databaseIn } from './files.js';
import { migrate } from './migrate.js';
import { reasonOf, resultCodeOf } from './result-code.js';
import { renewVisitorKeys } from './visitor-keys.js';

/**
 * Creates or migrates the database in the data directory, and returns its path.
 *
 * @throws {UnusableStore} when the directory cannot be written, or the file in it is not Goalpost's or is newer than
 * this Goalpost.
 */
export function prepareDatabase(dataDir: string): string {
  const file = databaseIn(dataDir);
  try {
    makeDirectory(dataDir);
    prepareFile(file);
    return file;
  } catch (error) {
    throw error instanceof UnusableStore ? error : explained(dataDir, file, error as Error);
  }
}

/** Creates or migrates a database, and completes one that comes from a backup. */
export function prepareFile(file: string): void {
  const connection = Connection.openWriter(file);
  try {
    migrate(connection);
    renewVisitorKeys(connection);
  } finally {
    connection.close();
  }
}

/**
 * Does not use Node's `recursive`, which loops forever where the system refuses a directory with ENOENT, such as below
 * /proc.
 */
export function makeDirectory(dir: string): void {
  if (isDirectory(dir)) return;
  makeDirectory(path.dirname(dir));
  try {
    // Private to this user: the directory contains the keys that protect visitors' addresses.
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!isDirectory(dir)) throw error;
  }
}

function isDirectory(dir: string): boolean {
  return statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

export function explained(dataDir: string, file: string, error: Error): Error {
  const code = resultCodeOf(error);
  const remedy = 'name another with --data-dir';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
      return new UnusableStore(
        `the data directory ${dataDir} cannot be written (${reasonOf(error)}); fix its permissions or ${remedy}`,
      );
    case 'EEXIST':
    case 'ENOTDIR':
      return new UnusableStore(`the data directory ${dataDir} is not a directory; ${remedy}`);
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return new UnusableStore(
        `${file} is not a database, or is damaged (${error.message}); restore a backup or ${remedy}`,
      );
    case 'SQLITE_BUSY':
      return new UnusableStore(`${file} is locked by another program; stop that program and try again`);
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return new UnusableStore(`the disk of the data directory ${dataDir} is full; free some space and try again`);
    case 'SQLITE_IOERR':
      return new UnusableStore(
        `the disk of the data directory ${dataDir} reports an I/O error (${error.message}); check that it is healthy and not full, or ${remedy}`,
      );
    default:
      return error;
  }
}
