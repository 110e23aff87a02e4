import { readFileSync } from 'node:fs';

/** A page of the documentation, by its path from the root of the repository. */
export function readPage(path: string): string {
  return readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
}

/** The rows of all tables on a page with these column headings, in order, without the heading rows. */
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

/** The pieces of code in a cell. */
export function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!.replace('\\|', '|'));
}

/** The code blocks in a language ('' for blocks without one), in the order of the page. */
export function blocksOf(page: string, language: string): string[] {
  const blocks = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)];
  return blocks.filter(([, named]) => named === language).map(([, , code]) => code!);
}

/** The `goalpost` commands in a page's shell blocks, one per line. */
export function commandsOf(page: string): string[] {
  return [...blocksOf(page, ''), ...blocksOf(page, 'sh')]
    .flatMap((block) => block.split('\n'))
    .filter((line) => /^(npx --no )?goalpost /.test(line));
}
