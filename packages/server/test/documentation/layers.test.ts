import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../support/root.js';

const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** A folder with a copy of the configuration and only the files that a test adds. */
let clone: string;
beforeAll(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  for (const file of ['biome.json', 'biome.layers.json', 'scripts/lint']) {
    cpSync(path.join(ROOT, file), path.join(clone, file), { recursive: true });
  }
});
afterAll(() => rmSync(clone, { recursive: true }));

function plant(file: string, text: string): void {
  const planted = path.join(clone, 'packages/server/src', file);
  mkdirSync(path.dirname(planted), { recursive: true });
  writeFileSync(planted, `${text}\n`);
}

/** The rule that refused each added file. */
function refused(): Record<string, string> {
  const options = ['--reporter=github', '--max-diagnostics=none', '--vcs-enabled=false'];
  const { stdout } = spawnSync(process.execPath, [BIOME, 'lint', ...options, '.'], { cwd: clone, encoding: 'utf8' });
  const errors = stdout.matchAll(/^::error title=lint\/(\S+?),file=\S*?packages\/server\/src\/(\S+?),/gm);
  return Object.fromEntries([...errors].map(([, rule, file]) => [file, rule]));
}

it('Biome applies the rules in the tables, and every folder is in a table', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/layers.mjs', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('an import from a higher layer is refused, and one from a lower layer is not', () => {
  const above = {
    'model/a.ts': `export * from '../validation/faults.js';`,
    'model/json/a.ts': `export * from '../../store/store.js';`,
    'matching/a.ts': `export type { Event } from '../store/store.js';`,
    'store/a.ts': `import type { Connection } from '../sqlite/database/connection.js';\nexport type A = Connection;`,
    'live/redis/a.ts': `export * from '../../http/errors.js';`,
    'http/a.ts': `export const load = () => import('../operations/metrics.js');`,
    'goals/a.ts': `export * from '../visits/request.js';`,
    'collect/track/a.ts': `export * from '../../operations/metrics.js';`,
    'collect/track/b.ts': `export * from '../import/import.js';`,
    'mcp/a.ts': `export * from '../clickhouse/clickhouse-store.js';`,
    'operations/a.ts': `export * from '../app.js';`,
    'app.ts': `export * from './sqlite/sqlite-store.js';`,
    'sqlite/rows/a.ts': `export * from '../goals/goals.js';`,
    'sqlite/sessions/a.ts': `export * from '../sqlite-store.js';`,
    'sqlite/sqlite-store.ts': `export * from '../http/errors.js';`,
    'clickhouse/cluster/migrations/a.ts': `export * from '../../conversions/met.js';`,
    'clickhouse/contents/a.ts': `export * from '../../sqlite/goals/goals.js';`,
  };
  const below = {
    'validation/z.ts': `export * from '../model/ids.js';`,
    'live/z.ts': `export * from '../model/ids.js';`,
    'collect/track/z.ts': `export * from '../event/parse-event.js';\nexport * from '../../http/errors.js';`,
    'sqlite/goals/z.ts': `export * from '../rows/origins.js';\nexport * from '../../store/store.js';`,
    'clickhouse/cluster/migrations/z.ts': `export * from '../node.js';\nexport * from '../../../store/store.js';`,
    'clickhouse/clickhouse-store.ts': `export * from './cluster/cluster.js';\nexport * from '../matching/match.js';`,
    'cli/commands/z.ts': `export * from '../../sqlite/sqlite-store.js';\nexport * from '../../app.js';`,
  };
  for (const [file, text] of Object.entries({ ...above, ...below })) plant(file, text);
  const everyOneAbove = Object.keys(above).map((file) => [file, 'style/noRestrictedImports']);
  expect(refused()).toEqual(Object.fromEntries(everyOneAbove));
});

it('two files that import each other are refused, even if both only need a type', () => {
  plant('period/one.ts', `import type { Two } from './two.js';\nexport type One = Two | 1;`);
  plant('period/two.ts', `import type { One } from './one.js';\nexport type Two = One | 2;`);
  expect(refused()).toMatchObject({
    'period/one.ts': 'suspicious/noImportCycles',
    'period/two.ts': 'suspicious/noImportCycles',
  });
});
