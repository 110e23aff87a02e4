import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ROOT } from '../support/root.js';

const { PROGRAMS, searchSystemFolders } = await import(path.join(ROOT, 'scripts/programs.mjs'));
const { NEEDS, testFiles, uses } = await import(path.join(ROOT, 'scripts/test-files.mjs'));

interface Program {
  readonly debianPackage: string;
  readonly usedBy: readonly string[];
}

const TEST = 'packages/server/test';

describe('the needs of a test file', () => {
  it.each<[string, string[]]>([
    [`${TEST}/model/entry/entry.test.ts`, []],
    [`${TEST}/live/away.test.ts`, ['redis']],
    [`${TEST}/cli/help.test.ts`, ['processes']],
    // Through a local module that imports the browser.
    ['packages/tracker/test/clicks.test.ts', ['browser']],
    [`${TEST}/cli/move.test.ts`, ['clickhouse', 'processes']],
    // Mentioning the word or importing a type is not a need.
    [`${TEST}/documentation/layers.test.ts`, []],
  ])('%s: %j', (file, needs) => {
    expect(Object.entries<string[]>(NEEDS).flatMap(([need, modules]) => (uses(file, modules) ? [need] : []))).toEqual(
      needs,
    );
  });
});

it.each<Program>(PROGRAMS)('the files that start $debianPackage exist, and a test uses them', ({ usedBy }) => {
  expect(usedBy.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  expect(testFiles().some((file: string) => uses(file, usedBy))).toBe(true);
});

it('programs of the system are found with the PATH of a user', () => {
  try {
    vi.stubEnv('PATH', '/usr/bin:/usr/sbin');
    searchSystemFolders();
    expect(process.env.PATH).toBe('/usr/bin:/usr/sbin:/usr/local/sbin:/sbin');
  } finally {
    vi.unstubAllEnvs();
  }
});
