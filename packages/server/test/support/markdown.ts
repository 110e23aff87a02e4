import { readFileSync } from 'node:fs';

/** A page of the documentation, by its path from the root of the repository. */
export function readPage(path: string): string {
  return readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
}

/** The rows of all tables of a page that have these heads, in the order of the page, without head and ruler. */
export function rowsUnder(page: string, ...heads: string[]): string[][] {
  const tables = page
    .split('\n\n')
    .map((block) => block.trim().split('\n').map(cellsOf))
    .filter(([first]) => first?.join() === heads.join());
  if (tables.length === 0) throw new Error(`the page has no table of ${heads.join(', ')}`);
  return tables.flatMap((rows) => rows.slice(2));
}

function cellsOf(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** What a cell has in code, piece by piece. */
export function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!.replace('\\|', '|'));
}

/** The blocks of code of this language (or of none: ''), in the order of the page. */
export function blocksOf(page: string, language: string): string[] {
  const blocks = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)];
  return blocks.filter(([, named]) => named === language).map(([, , code]) => code!);
}

/** Commands of a page that are for everybody's shell, one a line. */
export function commandsOf(page: string): string[] {
  return [...blocksOf(page, ''), ...blocksOf(page, 'sh')]
    .flatMap((block) => block.split('\n'))
    .filter((line) => /^(npx --no )?goalpost /.test(line));
}
