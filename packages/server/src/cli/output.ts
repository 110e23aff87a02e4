/** Where a command writes: results to `stdout`, messages and progress to `stderr`. */
export interface Output {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export function printLine({ stdout }: Output, text: string): void {
  stdout.write(`${text}\n`);
}

/** Prints a warning. The command goes on. */
export function warn({ stderr }: Output, sentence: string): void {
  stderr.write(`goalpost: ${sentence}\n`);
}

/** One JSON value on one line, for scripts. */
export function printJson(output: Output, value: unknown): void {
  printLine(output, JSON.stringify(value));
}

/** Rows under a heading, in columns as wide as they need to be. */
export function printTable(output: Output, heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = heading.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  for (const row of [heading, ...rows]) {
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
