import type * as sqlite from 'node:sqlite';
import { withoutSqliteWarning } from './without-warning.js';

/** Re-exported from `node:sqlite`. An import statement would load the module before its warning could be suppressed. */
export const { DatabaseSync } = withoutSqliteWarning(() => process.getBuiltinModule('node:sqlite'));
export type DatabaseSync = sqlite.DatabaseSync;
