import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { codeIn, readPage, rowsUnder } from '../support/markdown.js';
import { ROOT } from '../support/root.js';

const SOURCE = path.join(ROOT, 'packages/server/src');

const listed = rowsUnder(
  readPage('docs/caches.md'),
  'cache',
  'what it holds',
  'how stale it can be',
  'why that is safe',
)
  .flatMap(([cache]) => codeIn(cache!))
  .filter((name) => name.endsWith('.ts'));

it('the page lists every file that has a cache', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const withCache = files.filter((file) => readFileSync(path.join(SOURCE, file), 'utf8').includes('new LRUCache'));
  expect(withCache.length).toBeGreaterThan(10);
  expect(listed).toEqual(expect.arrayContaining(withCache));
});

it('the files it lists exist', () => {
  expect(listed.filter((file) => !existsSync(path.join(SOURCE, file)))).toEqual([]);
});
