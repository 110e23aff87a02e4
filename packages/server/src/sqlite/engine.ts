import { existsSync } from 'node:fs';
import path from 'node:path';
import { textWithDefault } from '../settings/kinds.js';
import type { Engine } from '../store/engine.js';
import { DATABASE_FILE } from './database/prepare.js';
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
    existsSync(path.join(dataDir, DATABASE_FILE))
      ? []
      : [
          `there is no database in ${dataDir}; name another directory with --data-dir, or begin with "goalpost project create"`,
        ],
  open: async ({ dataDir }) => openSqliteStore(dataDir),
};
