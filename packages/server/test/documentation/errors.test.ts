import { expect, it } from 'vitest';
import { SENTENCES } from '#goalpost/validation/sentences.js';
import { readPage, rowsUnder } from '../support/markdown.js';

const rows = rowsUnder(readPage('docs/api/errors.md'), 'sentence', 'cause', 'fix');

it('the page has exactly the error sentences of the API', () => {
  expect(rows.map(([sentence]) => sentence).sort()).toEqual(Object.values(SENTENCES).sort());
});

it.each(rows)('%s has a cause and a fix', (_sentence, cause, fix) => {
  expect([cause, fix]).not.toContain('');
});
