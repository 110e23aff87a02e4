import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/root.js';

/** Requirements of level 1 and 2 in the chapters V6 to V8 of ASVS 5.0: how many each section has. */
const SECTIONS: Readonly<Record<string, number>> = {
  6.1: 3,
  6.2: 11,
  6.3: 4,
  6.4: 4,
  6.5: 5,
  6.6: 3,
  6.8: 4,
  7.1: 3,
  7.2: 4,
  7.3: 2,
  7.4: 5,
  7.5: 2,
  7.6: 2,
  8.1: 2,
  8.2: 3,
  8.3: 1,
  8.4: 1,
};

const page = readFileSync(path.join(ROOT, 'docs/asvs.md'), 'utf8');
const rows = [...page.matchAll(/^\| (\d[^|]+) \|.*\|$/gm)].map(([row, items]) => ({ row, items: items! }));

/** "6.6.1 to 6.6.3" and "7.3.1, 7.3.2" are several. */
function numbersIn(items: string): string[] {
  const [first, last] = items.split(' to ');
  if (!last) return items.split(', ');
  const section = first!.slice(0, first!.lastIndexOf('.'));
  const [from, until] = [first!, last].map((one) => Number(one.split('.').at(-1)));
  return Array.from({ length: until! - from! + 1 }, (_, index) => `${section}.${from! + index}`);
}

it('every requirement has a line', () => {
  const named = new Set(rows.flatMap(({ items }) => numbersIn(items)));
  const wanted = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
  );
  expect(wanted.filter((one) => !named.has(one))).toEqual([]);
});

it.each(rows.filter(({ row }) => /`\w[\w-]*\//.test(row)))('the tests and files that hold $items exist', ({ row }) => {
  for (const [, file] of row!.matchAll(/`(\w[\w-]*\/[\w./-]+)`/g)) {
    const places = ['packages/server/test', 'packages/server/src'].map((below) => path.join(ROOT, below, file!));
    expect(places.some(existsSync), file).toBe(true);
  }
});
