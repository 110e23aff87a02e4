import { UnusableStore } from '../store.js';
import type { Connection } from './connection.js';

/**
 * Earlier ones can corrupt a file in WAL mode that several connections write or checkpoint at the same time
 * (https://sqlite.org/wal.html#walresetbug).
 */
const SAFE_SINCE = [3, 51, 3];

/** @throws {UnusableStore} when SQLite is older than the first version that is safe for several connections. */
export function assertSafeSqlite(connection: Connection): void {
  const [version] = connection.arrays<[string], []>('SELECT sqlite_version()').get()!;
  if (isSafe(version)) return;
  throw new UnusableStore(
    `this Node.js (${process.version}) comes with SQLite ${version}, which can corrupt a database; install a Node.js with SQLite ${SAFE_SINCE.join('.')} or newer, such as the latest 22, 24 or 26`,
  );
}

export function isSafe(version: string): boolean {
  const parts = version.split('.').map(Number);
  const different = SAFE_SINCE.findIndex((part, place) => parts[place] !== part);
  return different === -1 || parts[different]! > SAFE_SINCE[different]!;
}
