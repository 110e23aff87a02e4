import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
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

// Nothing else runs the bench, so a renamed export would go unnoticed.
it('every module of the bench finds what it imports', () => {
  const modules = MODULES.map((file) => path.join(BENCH, file));
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', IMPORT_ALL, ...modules], {
    encoding: 'utf8',
  });
  expect(modules.length).toBeGreaterThan(0);
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});
