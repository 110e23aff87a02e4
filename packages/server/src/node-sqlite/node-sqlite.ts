import type * as sqlite from 'node:sqlite';
import { withoutSqliteWarning } from './without-warning.js';

/** As `node:sqlite` has it. An import statement would load that before anything could keep its warning back. */
export const { DatabaseSync } = withoutSqliteWarning(() => process.getBuiltinModule('node:sqlite'));
export type DatabaseSync = sqlite.DatabaseSync;
