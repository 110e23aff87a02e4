import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { codeIn, readPage, rowsUnder } from '../support/markdown.js';
import { ROOT } from '../support/root.js';

const GLOSSARY = 'docs/glossary.md';
const AVOIDED = rowsUnder(readPage(GLOSSARY), 'instead of', 'write').flatMap(([words]) => codeIn(words!));
const OPENINGS = ['What is', 'What was', 'Those that', 'So many'];

const TEXT = /(\.(ts|js|mjs|md|html|css|lua|ya?ml|xml|env|service)|Dockerfile|Caddyfile)$/;
/** Files with the words on purpose, a generated file, and texts by others. */
const EXCEPT = [
  GLOSSARY,
  'packages/server/test/documentation/words.test.ts',
  'packages/client/src/openapi.ts',
  'packages/server/test/collect/access-log/semicomplete/README.md',
];
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
const FILES = tracked.filter((file) => TEXT.test(file) && !EXCEPT.includes(file));

/** Words may be on two lines. A sentence begins a paragraph, an item, a cell or a text in quotes, or follows another. */
const patterns = [
  ...AVOIDED.map((words) => new RegExp(`\\b${words.replaceAll(' ', '\\s+')}\\b`, 'i')),
  ...OPENINGS.map((words) => new RegExp(`(?:^|\\n\\n|\\n[-*] |\\*\\* |\\| |['"\`]|[.!:] +|\\.\\n)${words}\\b`)),
];

function avoidedIn(text: string): string[] {
  return patterns.flatMap((pattern) => pattern.exec(text)?.[0].trim() ?? []);
}

/** Code whose comments are paragraphs of plain text. */
function withPlainComments(code: string): string {
  return code
    .replace(/(?<!^[ \t]*\/\/.*\n)^[ \t]*\/\/ ?/gm, '\n\n')
    .replace(/^[ \t]*\/\*\*[ \t]*\n?/gm, '\n\n')
    .replace(/^[ \t]*(\*|\/\/|#)(?!\/) ?/gm, '');
}

describe('the words to avoid', () => {
  it.each(FILES)('are not in %s', (file) => {
    const text = readPage(file);
    expect(avoidedIn(file.endsWith('.md') ? text : withPlainComments(text))).toEqual([]);
  });

  it.each([
    ['It is reckoned.', 'reckoned'],
    ['kept for\never', 'for\never'],
    ['A list:\n- What is there counts.', '- What is'],
    ['It ends. Those that wait go on.', '. Those that'],
    ["it('What is there counts')", "'What is"],
  ])('would be found in the page %j', (text, found) => {
    expect(avoidedIn(text)).toEqual([found]);
  });

  it.each([
    ['/** What is there. */', 'What is'],
    ['/**\n * A value.\n *\n * Those that wait.\n */', 'Those that'],
    ['/** Kept for\n * ever. */', 'for\never'],
    ['let a;\n  // So many rows.\n', 'So many'],
    ['  // A row is kept for\n  // ever.', 'for\never'],
  ])('would be found in the code %j', (code, found) => {
    expect(avoidedIn(withPlainComments(code))).toEqual([found]);
  });
});
