import { systemReason } from '../../validation/system-reason.js';

/** Primary result codes of SQLite: https://sqlite.org/rescode.html */
const NAMES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  2: 'SQLITE_INTERNAL',
  3: 'SQLITE_PERM',
  4: 'SQLITE_ABORT',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  9: 'SQLITE_INTERRUPT',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  12: 'SQLITE_NOTFOUND',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  17: 'SQLITE_SCHEMA',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  21: 'SQLITE_MISUSE',
  22: 'SQLITE_NOLFS',
  23: 'SQLITE_AUTH',
  25: 'SQLITE_RANGE',
  26: 'SQLITE_NOTADB',
};

/** The name of SQLite's result code, or the code of any other error, such as ENOENT. */
export function resultCodeOf(error: unknown): string | undefined {
  const { code, errcode } = error as { code?: string; errcode?: number };
  // The lowest byte is the primary code; the bytes above refine it.
  return errcode === undefined ? code : (NAMES[errcode & 0xff] ?? `SQLITE_${errcode}`);
}

/** Result codes caused by the environment, not by the statement. */
const TEMPORARY: ReadonlySet<string | undefined> = new Set([
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_NOMEM',
]);

/** Whether a retry may succeed later: the disk is full or failing, or another program holds the lock. */
export function isTemporary(code: string | undefined): boolean {
  return TEMPORARY.has(code);
}

/** Why something failed, in words and with its code: "permission denied, EACCES". */
export function reasonOf(error: unknown): string {
  const code = resultCodeOf(error);
  return [systemReason(error), ...(code === undefined ? [] : [code])].join(', ');
}
