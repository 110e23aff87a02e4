import { isUtf8 } from 'node:buffer';

/** Maximum bytes of a line, without its line break. */
export const LINE_BYTES_MAX = 65_536;

/** A line of a text. Lines are numbered from 1, and blank lines count. */
export type Line = ReadableLine | UnreadableLine;

export interface ReadableLine {
  readonly number: number;
  readonly text: string;
  /** False when the source ended without a line break. */
  readonly ended: boolean;
}

export interface UnreadableLine {
  readonly number: number;
  readonly text: null;
  readonly ended: boolean;
  readonly why: 'too_long' | 'not_utf8';
}

/**
 * Splits UTF-8 text into lines, at LF or CRLF, in constant memory. Yields the lines that each chunk completes. Omits
 * blank lines (only white space), and a byte order mark at the start.
 */
export async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  const splitter = new LineSplitter();
  for await (const chunk of source) yield splitter.push(chunk);
  yield splitter.end();
}

const LF = 10;
const CR = 13;
const BYTE_ORDER_MARK = 0xfeff;

class LineSplitter {
  #number = 0;
  /** The start of an incomplete line. Has room for the longest line and its CR. */
  readonly #held = Buffer.allocUnsafe(LINE_BYTES_MAX + 1);
  /** Bytes of the incomplete line so far. If they exceed the buffer, the line is too long and its bytes are dropped. */
  #heldBytes = 0;

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      if (this.#heldBytes === 0) this.#take(lines, chunk, start, end, true);
      else {
        this.#hold(chunk, start, end);
        this.#takeHeld(lines, true);
      }
      start = end + 1;
    }
    this.#hold(chunk, start, chunk.length);
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    if (this.#heldBytes > 0) this.#takeHeld(lines, false);
    return lines;
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    if (this.#heldBytes < this.#held.length) chunk.copy(this.#held, this.#heldBytes, start, end);
    this.#heldBytes += end - start;
  }

  #takeHeld(lines: Line[], ended: boolean): void {
    this.#take(lines, this.#held, 0, this.#heldBytes, ended);
    this.#heldBytes = 0;
  }

  #take(lines: Line[], bytes: Buffer, start: number, lineEnd: number, ended: boolean): void {
    const number = ++this.#number;
    const end = lineEnd > start && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    if (end - start > LINE_BYTES_MAX) {
      lines.push({ number, text: null, ended, why: 'too_long' });
      return;
    }
    const text = withoutMark(bytes.toString('utf8', start, end), number);
    // Invalid UTF-8 decodes to U+FFFD. Only then is it worth checking whether the line itself contains U+FFFD.
    if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) {
      lines.push({ number, text: null, ended, why: 'not_utf8' });
    } else if (!isBlank(text)) lines.push({ number, text, ended });
  }
}

function withoutMark(text: string, number: number): string {
  return number === 1 && text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

/** For most lines, the first character already decides. */
function isBlank(text: string): boolean {
  return !(text.charCodeAt(0) > 32) && text.trim() === '';
}
