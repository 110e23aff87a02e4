import { existsSync } from 'node:fs';
import path from 'node:path';
import { exposure, isExposed } from '../settings/exposed-files.js';
import { textWithDefault } from '../settings/kinds.js';
import type { Engine } from '../store/engine.js';
import { DATABASE_FILES, databaseIn, SECRET_KEY_FILE } from './database/files.js';
import { restore } from './database/restore.js';
import { openSqliteStore } from './sqlite-store.js';

const settings = {
  dataDir: textWithDefault({
    flag: 'data-dir',
    value: 'dir',
    about: 'directory that holds the SQLite database; serve, project create and move create it when it is missing',
    default: './data',
  }),
};

export const engine: Engine<typeof settings> = {
  settings,
  faults: () => [],
  absence: ({ dataDir }) =>
    existsSync(databaseIn(dataDir))
      ? []
      : [
          `there is no database in ${dataDir}; name another directory with --data-dir, or begin with "goalpost project create"`,
        ],
  // In a directory that keeps others out, nobody can reach the files.
  exposure: ({ dataDir }) =>
    isExposed(dataDir)
      ? exposure(
          [dataDir, ...[...DATABASE_FILES, SECRET_KEY_FILE].map((name) => path.join(dataDir, name))],
          'the database',
        )
      : null,
  secretKeyFile: ({ dataDir }) => path.join(dataDir, SECRET_KEY_FILE),
  restore: async ({ dataDir }, file) => restore(dataDir, file),
  open: async ({ dataDir }) => openSqliteStore(dataDir),
};
