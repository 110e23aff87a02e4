import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './operator.js';

const FOLDERS = [
  '.',
  'docs',
  'docs/api',
  'docs/decisions',
  'bench',
  'packages/client',
  'packages/server',
  'packages/server/src/clickhouse',
  'packages/server/src/sqlite',
  'packages/tracker',
];

/** Every page of the documentation, by its path from the root of the repository. */
export const PAGES = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    // `npm pack` copies the changelog into packages; its links are those of the root.
    .filter((name) => folder === '.' || name !== 'CHANGELOG.md')
    .map((name) => path.join(folder, name)),
);
