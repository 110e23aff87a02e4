/** A value of a CSV file; null is an empty cell. */
export type Cell = string | number | null;

/** A spreadsheet takes a text that begins like this for a formula and computes it. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * A line of CSV with its end (RFC 4180). A text that a spreadsheet would take for a formula, and that is not a number, gets an
 * apostrophe before it, unless `raw`. Visitors write such texts: paths, referrers, campaigns.
 */
export function csvLine(cells: readonly Cell[], raw: boolean): string {
  return `${cells.map((cell) => quoted(raw ? text(cell) : harmless(text(cell)))).join(',')}\r\n`;
}

function text(cell: Cell): string {
  return cell === null ? '' : String(cell);
}

function harmless(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
