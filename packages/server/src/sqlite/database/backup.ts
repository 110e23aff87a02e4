import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs';
import { BackupFailed } from '../../store/store.js';
import type { Connection } from './connection.js';
import { resultCodeOf } from './result-code.js';

/**
 * Writes a compact copy of one snapshot of the database while others read and write. The copy gets its final name only
 * when it is complete and on disk.
 *
 * @throws {BackupFailed} when `target` exists or cannot be written.
 */
export function backup(connection: Connection, target: string): void {
  if (existsSync(target)) throw new BackupFailed(`${target} exists; a backup never overwrites a file`);
  const partial = `${target}.${randomUUID()}.partial`;
  try {
    connection.statement<unknown, [string]>('VACUUM INTO ?').run(partial);
    const descriptor = openSync(partial, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    // Unlike a rename, this fails when another process has created that file in the meantime.
    linkSync(partial, target);
  } catch (error) {
    throw new BackupFailed(
      `${target} cannot be written (${resultCodeOf(error) ?? (error as Error).message}); name another file`,
    );
  } finally {
    rmSync(partial, { force: true });
  }
}
