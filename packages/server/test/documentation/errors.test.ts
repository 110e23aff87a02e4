import { expect, it } from 'vitest';
import { SENTENCES } from '#goalpost/validation/sentences.js';
import { readPage, rowsUnder } from '../support/markdown.js';

const rows = rowsUnder(readPage('docs/api/errors.md'), 'sentence', 'cause', 'mend');

it('the page has every sentence of the API, and no other', () => {
  expect(rows.map(([sentence]) => sentence).sort()).toEqual(Object.values(SENTENCES).sort());
});

it.each(rows)('%s has a cause and a mend', (_sentence, cause, mend) => {
  expect([cause, mend]).not.toContain('');
});
