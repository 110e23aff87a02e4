import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

it('src/openapi.ts is what "npm run generate -w @goalpost/client" makes of the server\'s document today', () => {
  const dir = mkdtempSync(join(tmpdir(), 'goalpost-'));
  const file = join(dir, 'openapi.ts');
  execFileSync(process.execPath, [join(PACKAGE, 'generate.mjs'), file]);
  const today = readFileSync(file, 'utf8');
  rmSync(dir, { recursive: true });
  // Compared by hand: the difference of two long files helps nobody.
  expect(today === readFileSync(join(PACKAGE, 'src/openapi.ts'), 'utf8'), 'it is out of date: generate it').toBe(true);
});
