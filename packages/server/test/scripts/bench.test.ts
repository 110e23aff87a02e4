import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/root.js';

const BENCH = path.join(ROOT, 'bench');
const MODULES = readdirSync(BENCH, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'));

/** Prints the modules that lack an import. The contenders are programs, and stop later for want of arguments. */
const IMPORT_ALL = `
  for (const module of process.argv.slice(1)) {
    await import(module).catch((error) => {
      if (error instanceof SyntaxError || error.code === 'ERR_MODULE_NOT_FOUND') console.log(module, error.message);
    });
  }
  process.exit();`;

/** Node.js 22 warns about its SQLite. */
const QUIET = '--disable-warning=ExperimentalWarning';

const MAKE_SETS = `
  const [bench, dir] = process.argv.slice(1);
  const { conversionSet, importSet } = await import(bench + '/data/data-set.mjs');
  const { reportSet } = await import(bench + '/reports/data-set.mjs');
  await conversionSet(dir, 50);
  await importSet(dir, 50);
  await reportSet(dir, 50);`;

// Nothing else creates these: a new column that must have a value would stop the bench.
it('the data sets of the bench can be created', { timeout: 60_000 }, ({ onTestFinished }) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const { stderr, status } = spawnSync(process.execPath, [QUIET, '--input-type=module', '-e', MAKE_SETS, BENCH, dir], {
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(readdirSync(dir).sort()).toEqual(['conversions-50', 'import-50', 'reports-50']);
});

// Nothing else runs the bench, so a renamed export would go unnoticed.
it('every module of the bench finds what it imports', () => {
  const modules = MODULES.map((file) => path.join(BENCH, file));
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', IMPORT_ALL, ...modules], {
    encoding: 'utf8',
  });
  expect(modules.length).toBeGreaterThan(0);
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});
