import { shown } from '../../validation/faults.js';
import { detectFormat, linesIn } from '../access-log/detect.js';
import { combined } from '../access-log/formats/combined.js';
import type { LogFormat } from '../access-log/formats/format.js';
import { LOG_FORMATS } from '../access-log/formats/formats.js';
import { withoutPrefix } from '../access-log/line-prefix.js';
import { type Line, readLines } from '../lines/lines.js';
import { type FirstLines, readFirstLines, replayed, textsOf } from './first-lines.js';
import { binaryKind, textKind } from './looks-like.js';

/** The source is not in the expected format. The message says what it looks like. Nothing was stored. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

/**
 * The lines of a source that may be in the import format.
 *
 * @throws {UnknownFormat} when it looks like something else.
 */
export async function readableLines(chunks: AsyncIterator<Buffer>): Promise<FirstLines> {
  const read = await readFirstLines(await textOf(chunks), () => true);
  const texts = textsOf(read.first);
  const log = texts.length > 0 && !texts.some((text) => text.startsWith('{')) ? detectFormat(texts) : null;
  if (log !== null)
    throw new UnknownFormat(`The input is not NDJSON; it looks like an access log in the format ${log.name}.`);
  const kind = texts.some((text) => /^\s*\{./.test(text)) ? null : textKind(texts);
  if (kind !== null) throw new UnknownFormat(`The input is not NDJSON; it looks like ${kind}.`);
  return read;
}

/**
 * The lines of an access log and their format: the given one, or the one that the first lines are in.
 *
 * @throws {UnknownFormat}
 */
export async function logFormatOf(
  chunks: AsyncIterator<Buffer>,
  given: LogFormat | null,
): Promise<FirstLines & { readonly logFormat: LogFormat }> {
  const fits = (texts: readonly string[]) =>
    given === null ? detectFormat(texts) : linesIn(given, texts) > 0 ? given : null;
  const read = await readFirstLines(await textOf(chunks), (texts) => fits(texts) !== null);
  const texts = textsOf(read.first);
  const logFormat = fits(texts);
  if (logFormat !== null) return { ...read, logFormat };
  if (read.first.length === 0) return { ...read, logFormat: given ?? combined };
  throw new UnknownFormat(unknown(given, read.first.length, texts));
}

function unknown(given: LogFormat | null, lines: number, texts: readonly string[]): string {
  const expected =
    given === null ? 'an access log in a known format' : `an access log in the format ${given.name} (${given.layout})`;
  const other = given === null ? null : detectFormat(texts);
  const kind = other === null ? textKind(texts.map(withoutPrefix)) : `the format ${other.name}`;
  if (kind !== null) return `The input is not ${expected}; it looks like ${kind}.`;
  const first = texts[0] === undefined ? 'none of them is UTF-8 text' : `the first is ${shown(texts[0])}`;
  const names = LOG_FORMATS.map(({ name }) => name).join(', ');
  return `The input is not ${expected}: none of its first lines (${lines}) is in one; ${first}. Known formats are ${names}; for any other give the server's own format string (log format).`;
}

/** @throws {UnknownFormat} when the source is not text. */
async function textOf(chunks: AsyncIterator<Buffer>): Promise<AsyncGenerator<Line[]>> {
  const next = await chunks.next();
  if (next.done) return readLines(replayed<Buffer>([], chunks));
  const kind = binaryKind(next.value);
  if (kind !== null) throw new UnknownFormat(`The input is not UTF-8 text; it looks like ${kind}.`);
  return readLines(replayed([next.value], chunks));
}
