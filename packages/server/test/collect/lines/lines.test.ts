import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_BYTES_MAX, type Line, readLines } from '#goalpost/collect/lines/lines.js';

async function linesOf(...chunks: (string | Buffer)[]): Promise<Line[]> {
  async function* source() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines: Line[] = [];
  for await (const some of readLines(source())) lines.push(...some);
  return lines;
}

const line = (number: number, text: string, ended = true) => ({ number, text, ended });
const MAX = 'x'.repeat(LINE_BYTES_MAX);

describe('text is split into numbered lines', () => {
  it.each([
    ['nothing', [], []],
    ['LF', ['a\nb\n'], [line(1, 'a'), line(2, 'b')]],
    ['CRLF', ['a\r\nb\r\n'], [line(1, 'a'), line(2, 'b')]],
    ['CRLF over two chunks', ['a\r', '\nb'], [line(1, 'a'), line(2, 'b', false)]],
    ['a CR inside a line', ['a\rb\n'], [line(1, 'a\rb')]],
    ['no line break at the end', ['a\nb'], [line(1, 'a'), line(2, 'b', false)]],
    ['blank lines', ['\n\na\n \t\r\n\r\nb\n\n'], [line(3, 'a'), line(6, 'b')]],
    ['leading white space', ['  a\n'], [line(1, '  a')]],
    ['lines over several chunks', ['a', '', 'b\nc', 'd', '\n'], [line(1, 'ab'), line(2, 'cd')]],
    ['a character over two chunks', [Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 10])], [line(1, '€')]],
    ['a byte order mark', ['\ufeffa\n\ufeffb\n'], [line(1, 'a'), line(2, '\ufeffb')]],
    ['a replacement character that was sent', ['\ufffd\n'], [line(1, '\ufffd')]],
  ])('%s', async (_title, chunks, lines) => expect(await linesOf(...chunks)).toEqual(lines));
});

describe('a line may have 65,536 bytes', () => {
  it.each([
    ['exactly at the limit', [`${MAX}\n`], [line(1, MAX)]],
    ['exactly at the limit, CRLF', [`${MAX}\r\nb\n`], [line(1, MAX), line(2, 'b')]],
    ['exactly at the limit, over several chunks', [MAX.slice(0, 9), MAX.slice(9), '\r', '\n'], [line(1, MAX)]],
    ['one more', [`${MAX}x\nb\n`], [{ number: 1, text: null, ended: true, why: 'too_long' }, line(2, 'b')]],
    [
      'one more, over several chunks',
      [MAX, 'x', '\nb\n'],
      [{ number: 1, text: null, ended: true, why: 'too_long' }, line(2, 'b')],
    ],
    [
      'many more',
      ['a\n', MAX, MAX, MAX, 'x\nb\n'],
      [line(1, 'a'), { number: 2, text: null, ended: true, why: 'too_long' }, line(3, 'b')],
    ],
    ['many more at the end', [MAX, MAX], [{ number: 1, text: null, ended: false, why: 'too_long' }]],
    [
      'bytes count, not characters',
      [`${'€'.repeat(21_846)}\n`],
      [{ number: 1, text: null, ended: true, why: 'too_long' }],
    ],
  ])('%s', async (_title, chunks, lines) => expect(await linesOf(...chunks)).toEqual(lines));
});

describe('a line that is not UTF-8 is marked', () => {
  it.each([
    ['Latin-1', Buffer.from('caf\xe9\nb\n', 'latin1')],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80, 10, 98, 10])],
    ['an overlong form', Buffer.from([0xc0, 0xaf, 10, 98, 10])],
  ])('%s', async (_title, bytes) => {
    expect(await linesOf(bytes)).toEqual([{ number: 1, text: null, ended: true, why: 'not_utf8' }, line(2, 'b')]);
  });
});

it('the boundaries of chunks change nothing', async () => {
  const piece = fc.constantFrom('a', '€', '\r', '\n', '\r\n', ' ', '\ufeff', MAX, Buffer.from([0xe2]));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.infiniteStream(fc.nat(70_000)), async (pieces, sizes) => {
      const bytes = Buffer.concat(pieces.map((part) => Buffer.from(part)));
      const chunks: Buffer[] = [];
      for (let start = 0; start < bytes.length; ) {
        const size = sizes.next().value;
        chunks.push(bytes.subarray(start, start + size));
        start += size;
      }
      expect(await linesOf(...chunks)).toEqual(await linesOf(bytes));
    }),
    { seed: 1, numRuns: 200 },
  );
});
