import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The database, its write-ahead log, and the log's index. */
export const DATABASE_FILES = ['goalpost.db', 'goalpost.db-wal', 'goalpost.db-shm'] as const;

/** Beside the database, but in no backup. */
export const SECRET_KEY_FILE = 'secret.key';

export function databaseIn(dataDir: string): string {
  return path.join(dataDir, DATABASE_FILES[0]);
}

/**
 * For opening a database that must not change. Without a write-ahead log nobody is writing to it, and SQLite need not create
 * files beside it.
 */
export function readOnlyUrl(file: string): string {
  const url = pathToFileURL(path.resolve(file));
  url.search = existsSync(`${file}-wal`) ? 'mode=ro' : 'mode=ro&immutable=1';
  return url.href;
}

/**
 * Creates a file completely or not at all: `write` gets the path of a temporary file, which gets the name `target` when it is
 * complete and on disk. A killed process leaves at most the temporary file, `target` with ".partial" at its end.
 *
 * @throws {Error} of the system, with the code EEXIST when `target` exists.
 */
export function createWhole<Result>(target: string, write: (partial: string) => Result): Result {
  const partial = `${target}.${randomUUID()}.partial`;
  try {
    const result = write(partial);
    const descriptor = openSync(partial, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    // Unlike a rename, this fails when another process has created that file in the meantime.
    linkSync(partial, target);
    return result;
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(partial + suffix, { force: true });
  }
}
