import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.js';

const FOLDERS = [
  '.',
  'docs',
  'docs/api',
  'docs/decisions',
  'bench',
  'packages/client',
  'packages/console',
  'packages/server',
  'packages/server/src/clickhouse',
  'packages/server/src/sqlite',
  'packages/tracker',
];

/** Every page of the documentation, by its path from the root of the repository. */
export const PAGES = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    // `npm pack` copies the root's changelog into packages, where its links do not work.
    .filter((name) => folder === '.' || name !== 'CHANGELOG.md')
    .map((name) => path.join(folder, name)),
);
