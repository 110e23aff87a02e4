import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readPage } from '../support/markdown.js';
import { ROOT } from '../support/operator.js';

const page = readPage('CONTRIBUTING.md');
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

const commands = [...page.matchAll(/npm run ([\w:]+)\b(?! -w)/g)].map(([, name]) => name!);
const paths = [...page.matchAll(/`(packages\/[^`\s]+)`/g)].map(([, name]) => name!);

it.each([...new Set([...commands, 'test'])])('npm run %s exists', (name) => {
  expect(Object.keys(scripts)).toContain(name);
});

it.each([...new Set(paths)])('%s exists', (name) => {
  expect(existsSync(path.join(ROOT, name))).toBe(true);
});
