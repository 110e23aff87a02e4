import { UnusableStore } from '../../store/store.js';

/**
 * Older versions can corrupt a file in WAL mode when several connections write or checkpoint at the same time
 * (https://sqlite.org/wal.html#walresetbug).
 */
const SAFE_SINCE = [3, 51, 3];

/** @throws {UnusableStore} when SQLite is older than the first version that is safe for several connections. */
export function assertSafeSqlite(version: string): void {
  if (isSafe(version)) return;
  throw new UnusableStore(
    `this Node.js (${process.version}) comes with SQLite ${version}, which can corrupt a database; install a Node.js with SQLite ${SAFE_SINCE.join('.')} or newer, such as the latest 22, 24 or 26`,
  );
}

function isSafe(version: string): boolean {
  const parts = version.split('.').map(Number);
  const different = SAFE_SINCE.findIndex((part, place) => parts[place] !== part);
  return different === -1 || parts[different]! > SAFE_SINCE[different]!;
}
