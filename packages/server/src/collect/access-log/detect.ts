import type { FieldsReader, LogFormat } from './formats/format.js';
import { LOG_FORMATS } from './formats/formats.js';
import { withoutPrefix } from './line-prefix.js';

/** The format that most of the lines are in; null when none is in a known one. Of equals, the first of `LOG_FORMATS`. */
export function detectFormat(lines: readonly string[]): LogFormat | null {
  const fits = LOG_FORMATS.map((format) => ({ format, lines: linesIn(format, lines) }));
  const best = fits.reduce((one, other) => (other.lines > one.lines ? other : one));
  return best.lines > 0 ? best.format : null;
}

/** How many of the lines have the fields of a format, whatever is in them. */
export function linesIn(format: LogFormat, lines: readonly string[]): number {
  const read = format.open();
  return lines.filter((line) => isRead(read, line) || isRead(read, withoutPrefix(line))).length;
}

function isRead(read: FieldsReader, line: string): boolean {
  const fields = read(line);
  return typeof fields === 'string' || !('misread' in fields);
}
