import { expect, it } from 'vitest';
import { codeIn, readPage, rowsUnder } from '../support/markdown.js';
import { PAGES } from '../support/pages.js';

const GLOSSARY = 'docs/glossary.md';
const AVOIDED = rowsUnder(readPage(GLOSSARY), 'instead of', 'write').flatMap(([words]) => codeIn(words!));
const OPENINGS = ['What is', 'What was', 'Those that', 'So many'];

/** Words may be on two lines. A sentence begins a paragraph, an item or a cell, or follows another. */
const patterns = [
  ...AVOIDED.map((words) => new RegExp(`\\b${words.replaceAll(' ', '\\s+')}\\b`, 'i')),
  ...OPENINGS.map((words) => new RegExp(`(?:^|\\n\\n|\\n[-*] |\\*\\* |\\| |[.!:] +|\\.\\n)${words}\\b`)),
];

function avoidedIn(text: string): string[] {
  return patterns.flatMap((pattern) => pattern.exec(text)?.[0].trim() ?? []);
}

it.each(PAGES.filter((page) => page !== GLOSSARY))('%s has none of the words to avoid', (page) => {
  expect(avoidedIn(readPage(page))).toEqual([]);
});

it.each([
  ['It is reckoned.', 'reckoned'],
  ['kept for\never', 'for\never'],
  ['A list:\n- What is there counts.', '- What is'],
  ['It ends. Those that wait go on.', '. Those that'],
])('%j would be found', (text, found) => {
  expect(avoidedIn(text)).toEqual([found]);
});
