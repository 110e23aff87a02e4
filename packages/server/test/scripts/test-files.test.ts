import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.js';

const { PROGRAMS } = await import(path.join(ROOT, 'scripts/programs.mjs'));
const { NEEDS, testFiles, uses } = await import(path.join(ROOT, 'scripts/test-files.mjs'));

interface Program {
  readonly debianPackage: string;
  readonly usedBy: readonly string[];
}

const TEST = 'packages/server/test';

describe('what a test file needs', () => {
  it.each<[string, string[]]>([
    [`${TEST}/model/entry.test.ts`, []],
    [`${TEST}/live/away.test.ts`, ['redis']],
    [`${TEST}/cli/help.test.ts`, ['processes']],
    // By a module beside it, which imports the browser.
    ['packages/tracker/test/clicks.test.ts', ['browser']],
    [`${TEST}/cli/move.test.ts`, ['clickhouse', 'processes']],
    // What only has the word in it, or imports a type, does not need it.
    [`${TEST}/documentation/layers.test.ts`, []],
  ])('%s: %j', (file, needs) => {
    expect(Object.entries<string[]>(NEEDS).flatMap(([need, modules]) => (uses(file, modules) ? [need] : []))).toEqual(
      needs,
    );
  });
});

it.each<Program>(PROGRAMS)('what starts $debianPackage is there, and a test uses it', ({ usedBy }) => {
  expect(usedBy.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  expect(testFiles().some((file: string) => uses(file, usedBy))).toBe(true);
});
