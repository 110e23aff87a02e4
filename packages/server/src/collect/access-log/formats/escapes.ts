import { cleanText } from '../../../validation/clean.js';

// Servers escape bytes in quoted fields: Apache writes `\"`, `\\`, `\n` and `\xhh`; nginx writes `\xHH` only.

const ESCAPES = /(?:\\x[\da-f]{2})+|\\u[\da-f]{4}|\\./gi;
const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', v: '\v', f: '\f' };

/** The text that was escaped. Bytes that are not UTF-8 become U+FFFD. */
export function unescapeText(logged: string): string {
  if (!logged.includes('\\')) return logged;
  return cleanText(logged.replace(ESCAPES, (escaped) => bytesOf(escaped).toString('utf8')));
}

/** The target that was escaped. Escaped bytes are percent-encoded, since a URL cannot contain them. */
export function unescapeTarget(logged: string): string {
  if (!logged.includes('\\')) return logged;
  return logged.replace(ESCAPES, (escaped) => bytesOf(escaped).toString('hex').toUpperCase().replace(/../g, '%$&'));
}

function bytesOf(escaped: string): Buffer {
  if (/^\\x./i.test(escaped)) return Buffer.from(escaped.replaceAll(/\\x/gi, ''), 'hex');
  if (/^\\u./i.test(escaped)) return Buffer.from(String.fromCharCode(Number.parseInt(escaped.slice(2), 16)));
  return Buffer.from(NAMED[escaped[1]!] ?? escaped[1]!);
}

/** As 0.1.0 did: undoes escapes of quotes and backslashes only. */
export function unescapeQuotes(logged: string): string {
  if (!logged.includes('\\')) return logged;
  return logged.replace(
    /\\(?:(["\\])|x22|x5C)/gi,
    (escaped, character) => character ?? (escaped.endsWith('22') ? '"' : '\\'),
  );
}
