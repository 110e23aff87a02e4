import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

it('src/openapi.ts is the current output of "npm run generate -w @goalpost/client"', () => {
  const dir = mkdtempSync(join(tmpdir(), 'goalpost-'));
  const file = join(dir, 'openapi.ts');
  execFileSync(process.execPath, [join(PACKAGE, 'generate.mjs'), file]);
  const current = readFileSync(file, 'utf8');
  rmSync(dir, { recursive: true });
  // Compared as a boolean, because a diff of two long files is no help.
  expect(
    current === readFileSync(join(PACKAGE, 'src/openapi.ts'), 'utf8'),
    'it is out of date: run the command again',
  ).toBe(true);
});
