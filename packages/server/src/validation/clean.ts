// NUL and half surrogate pairs, which have no encoding in UTF-8, become U+FFFD wherever text comes in.

/** The text without NUL and half surrogate pairs. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/**
 * Parses JSON as `JSON.parse` does, and cleans every string and key. JSON in UTF-8 can only have such characters as escapes, so
 * the escapes are replaced; positions in error messages stay the same.
 *
 * @throws {SyntaxError} when the text is not JSON.
 */
export function parseCleanJson(text: string): unknown {
  return JSON.parse(text.includes('\\u') ? text.replace(ESCAPE, cleanEscape) : text);
}

/** A surrogate pair, an escape to replace, or any other escape: `\\u0000` is an escaped backslash and five characters. */
const ESCAPE = /\\(?:ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|u(0000|d[89a-f][\da-f]{2})|.)/gis;

function cleanEscape(written: string, bad: string | undefined): string {
  return bad === undefined ? written : '\\ufffd';
}
