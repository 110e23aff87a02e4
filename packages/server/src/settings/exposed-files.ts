import { type Stats, statSync } from 'node:fs';
import path from 'node:path';

/** Permissions of everybody but the owner. */
const OTHERS = 0o077;

/** Whether other users of this machine have any permission for this file or directory; false when it does not exist. */
export function isExposed(file: string): boolean {
  const stats = statsOf(file);
  return stats !== undefined && (stats.mode & OTHERS) !== 0 && (stats.isDirectory() || stats.isFile());
}

/**
 * A sentence when other users of this machine can reach any of these files and directories, with the command that ends it.
 * `holds` completes "which holds …" about the first of them.
 */
export function exposure(files: readonly string[], holds: string): string | null {
  const exposed = files.filter(isExposed);
  if (exposed.length === 0) return null;
  const isDirectory = (file: string) => statsOf(file)?.isDirectory() ?? false;
  const commands = [
    ...chmod('700', exposed.filter(isDirectory)),
    ...chmod(
      '600',
      exposed.filter((file) => !isDirectory(file)),
    ),
  ];
  return `other users of this machine can read ${files[0]}, which holds ${holds}; to keep them out, run: ${commands.join(' && ')}`;
}

function chmod(mode: string, files: readonly string[]): string[] {
  return files.length === 0 ? [] : [`chmod ${mode} ${files.map((file) => quoted(path.resolve(file))).join(' ')}`];
}

/** Undefined too on systems without permissions of this kind. */
function statsOf(file: string): Stats | undefined {
  return process.getuid === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
}

/** As a shell reads it back. */
function quoted(file: string): string {
  return /^[\w./@:+-]+$/.test(file) ? file : `'${file.replaceAll("'", String.raw`'\''`)}'`;
}
