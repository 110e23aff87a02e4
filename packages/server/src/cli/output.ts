import { once } from 'node:events';
import { type Cell, csvLine } from '../http/csv/csv-line.js';
import { escapeControls } from './escape-controls.js';

/**
 * Where a command writes: results to `stdout`, messages and progress to `stderr`. Only the functions here and the progress
 * bar write to them. They escape control characters in everything but JSON, whoever supplied the text.
 */
export interface Output {
  /** A terminal has `columns`, its width in characters. */
  readonly stdout: NodeJS.WritableStream & { readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export function printLine({ stdout }: Output, text: string): void {
  stdout.write(`${escapeControls(text)}\n`);
}

/** Prints a line to `stderr`, apart from the results. */
export function printMessage({ stderr }: Pick<Output, 'stderr'>, text: string): void {
  stderr.write(`${escapeControls(text)}\n`);
}

/** Prints a fault, or a warning after which the command goes on. */
export function warn(output: Output, sentence: string): void {
  printMessage(output, `goalpost: ${sentence}`);
}

/** A row of CSV. The whole is a file for spreadsheets, in which no text is a formula. */
export function printCsv({ stdout }: Output, cells: readonly Cell[]): void {
  stdout.write(
    csvLine(
      cells.map((cell) => (typeof cell === 'string' ? escapeControls(cell) : cell)),
      false,
    ),
  );
}

/** One JSON value on one line, for scripts. */
export function printJson({ stdout }: Output, value: unknown): void {
  stdout.write(`${JSON.stringify(value)}\n`);
}

/** A part of a long result. Resolves when there is room for the next one. */
export async function printPart({ stdout }: Output, part: string | Uint8Array): Promise<void> {
  if (!stdout.write(part)) await once(stdout, 'drain');
}

/** Rows under a heading, in columns as wide as they need to be. */
export function printTable(output: Output, heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const cells = rows.map((row) => row.map(escapeControls));
  const widths = heading.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)));
  for (const row of [heading, ...cells]) {
    printLine(
      output,
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** Name and value, one pair a line. */
export function printPairs(output: Output, pairs: Readonly<Record<string, string>>): void {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length));
  for (const [name, value] of Object.entries(pairs)) printLine(output, `  ${name.padEnd(width)}  ${value}`);
}

export function dateText(at: number | null): string {
  return at === null ? '-' : new Date(at).toISOString();
}
