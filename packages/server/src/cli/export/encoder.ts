import { csvLine } from '../../http/csv/csv-line.js';
import type { ExportedRow } from './exported.js';

/** Turns exported rows into the bytes of a file, part by part. */
export interface Encoder {
  add(row: ExportedRow): void;
  /** Bytes or characters that are ready to be taken. */
  readonly ready: number;
  /** Returns everything that is ready, and lets go of it. */
  take(): string | Uint8Array;
  /** Makes the rest ready. */
  finish(): void;
}

export function ndjsonEncoder(): Encoder {
  return new LineEncoder('', ({ json }) => `${JSON.stringify(json)}\n`);
}

/** `raw`: texts that a spreadsheet would take for formulas are left as they are. */
export function csvEncoder(columns: readonly string[], raw: boolean): Encoder {
  return new LineEncoder(csvLine(columns, true), ({ cells }) => csvLine(cells(), raw));
}

class LineEncoder implements Encoder {
  #text: string;
  readonly #lineOf: (row: ExportedRow) => string;

  constructor(heading: string, lineOf: (row: ExportedRow) => string) {
    this.#text = heading;
    this.#lineOf = lineOf;
  }

  get ready(): number {
    return this.#text.length;
  }

  add(row: ExportedRow): void {
    this.#text += this.#lineOf(row);
  }

  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  finish(): void {}
}
