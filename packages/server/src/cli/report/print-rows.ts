import type { Table } from '../../http/csv/csv-answer.js';
import { type Output, printCsv } from '../output.js';

/** Prints as many rows as were asked for, or all of them. */
export async function printRows(output: Output, { columns, rows }: Table, limit: number | null): Promise<void> {
  printCsv(output, columns);
  let printed = 0;
  for await (const row of rows) {
    if (printed++ === limit) return;
    printCsv(output, row);
  }
}

/** Sentences about flags that exclude each other. */
export function strayFormats({
  json,
  csv,
  cursor,
}: {
  readonly json: boolean;
  readonly csv: boolean;
  readonly cursor: string | null;
}): string[] {
  return [
    ...(json && csv ? ['--json and --csv cannot be combined; give one of them'] : []),
    ...(cursor !== null && csv ? ['--cursor and --csv cannot be combined: --csv prints the rows from the first'] : []),
  ];
}
