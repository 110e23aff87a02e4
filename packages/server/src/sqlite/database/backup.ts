import { existsSync } from 'node:fs';
import { BackupFailed } from '../../store/store.js';
import type { Connection } from './connection.js';
import { copyDatabase } from './copy.js';
import { createWhole } from './files.js';
import { reasonOf } from './result-code.js';

/**
 * Writes a compact copy of one snapshot of the database, without visitors, while others read and write. The copy gets
 * its final name only when it is complete and on disk.
 *
 * @throws {BackupFailed} when `target` exists or cannot be written.
 */
export function backup({ file }: Connection, target: string): void {
  if (existsSync(target)) throw new BackupFailed(`${target} exists; a backup never overwrites a file`);
  try {
    createWhole(target, (partial) => copyDatabase(file, partial));
  } catch (error) {
    throw new BackupFailed(`${target} cannot be written (${reasonOf(error)}); name another file`);
  }
}
