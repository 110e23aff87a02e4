import type { Line } from '../lines/lines.js';

/** Lines after which a format must be recognized. */
export const FIRST_LINES_MAX = 20;

export interface FirstLines {
  /** The texts of the first lines; null for those that are not readable text. */
  readonly first: readonly (string | null)[];
  /** All lines, the first ones included. */
  readonly lines: AsyncIterable<readonly Line[]>;
}

/** Reads the first lines, as few as `enough` asks for and about `FIRST_LINES_MAX` at most. */
export async function readFirstLines(
  source: AsyncIterator<readonly Line[]>,
  enough: (texts: readonly string[]) => boolean,
): Promise<FirstLines> {
  const read: (readonly Line[])[] = [];
  const first: (string | null)[] = [];
  for (;;) {
    const next = await source.next();
    if (next.done) break;
    read.push(next.value);
    for (const { text } of next.value) if (first.length < FIRST_LINES_MAX) first.push(text);
    if (first.length >= FIRST_LINES_MAX || enough(textsOf(first))) break;
  }
  return { first, lines: replayed(read, source) };
}

export function textsOf(first: readonly (string | null)[]): string[] {
  return first.filter((text) => text !== null);
}

/** The batches that were read already, then the rest. */
export async function* replayed<Batch>(read: Batch[], source: AsyncIterator<Batch>): AsyncGenerator<Batch> {
  yield* read.splice(0);
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}
