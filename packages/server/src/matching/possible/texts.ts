import { RE2Set } from 're2js';
import { LIMITS } from '../../model/event-limits.js';
import type { TextRule, UrlPart } from '../../model/goal.js';
import { parseUrl, withoutLogin } from '../../model/url.js';
import { spelledAsUrl, urlParts } from '../../model/url-parts.js';
import { automatonOf } from '../automaton.js';
import type { Language } from './common-text.js';

/** What a text rule can be compared with: a part of a visit's URL, or the target of a link. */
export type Compared = UrlPart | 'target';

/** A text rule, and what it is compared with. */
export interface ComparedRule extends TextRule {
  readonly on: Compared;
}

/** Whether an event can have this text to compare with. */
export function isReal(on: Compared, text: string): boolean {
  if (text.length > LIMITS.url || withoutLogin(text) !== text) return false;
  const parts = urlParts(text);
  return on === 'target' ? (parts?.url ?? spelledAsUrl(text)) === text : parts?.[on] === text;
}

// The characters that stay as they are in each part of a URL. They are asked of the parser, because versions of the standard
// differ in "^".
const printable = Array.from({ length: 0x5e }, (_, index) => String.fromCharCode(0x21 + index));
const PATH = classOf((one) => parseUrl(`http://h/x${one}x`)!.pathname === `/x${one}x`);
const QUERY = classOf((one) => parseUrl(`http://h/?x${one}x`)!.search === `?x${one}x`);
const FRAGMENT = classOf((one) => parseUrl(`http://h/#x${one}x`)!.hash === `#x${one}x`);
const HOST = classOf((one) => one !== '.' && parseUrl(`http://x${one}x/`)?.host === `x${one}x`);
const HOST_LETTER = classOf((one) => /[^.\d]/.test(one) && parseUrl(`http://x${one}x/`)?.host === `x${one}x`);

function classOf(isAllowed: (character: string) => boolean): string {
  return `[${printable
    .filter(isAllowed)
    .map((one) => one.replace(/\W/, '\\$&'))
    .join('')}]`;
}

/** The last label has something that is no digit; otherwise the host is an IPv4 address. */
const NAME = `(?:(?:${HOST}|\\.)*\\.)?\\d*${HOST_LETTER}${HOST}*\\.?`;
const BYTE = '(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])';
const PORT = '(?:\\d|[1-9]\\d{1,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
const AUTHORITY = `(?:${NAME}|(?:${BYTE}\\.){3}${BYTE}|\\[[0-9a-f:]+\\])(?::${PORT})?`;

const BARE = `/${PATH}*(?:\\?${QUERY}+)?(?:#${FRAGMENT}+)?`;
const ABSOLUTE = `https?://${AUTHORITY}/${PATH}*(?:\\?${QUERY}*)?(?:#${FRAGMENT}*)?`;

// A target that is no address is compared as it was sent, with escapes.
const SCHEME = '[a-z0-9+.-]';
const NOT_HTTP =
  `(?:[a-gi-z]${SCHEME}*|h(?:[a-su-z0-9+.-]${SCHEME}*)?|ht(?:[a-su-z0-9+.-]${SCHEME}*)?|` +
  `htt(?:[a-oq-z0-9+.-]${SCHEME}*)?|http[a-rt-z0-9+.-]${SCHEME}*|https${SCHEME}+)`;
const SPELLED = '[!#-;=?-~]';
const RELATIVE = `(?:[!#-.0-;=?@\\[-\`{-~]${SPELLED}*|[A-Za-z][A-Za-z0-9+.-]*(?:[!#-*,/;=?@\\[-\`{-~]${SPELLED}*)?)`;

// In no normalized address. A target that is no address may have dots.
const DOT_SEGMENT = '\\A(?:https?://[^/?#]*)?(?:/[^?#]*)?/(?:\\.|%2E){1,2}(?:[/?#]|\\z)';
const SMALL_ESCAPE = '%(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])';
const DEFAULT_PORT = '\\A(?:http://[^/]*:80|https://[^/]*:443)/';
const LOGIN_CHARACTER = '(?:[^/?#&%]|%(?:[^23/?#&]|2[^F36/?#&]|3[^F/?#&]))';
const LOGIN = `[?#].*(?::|%3A)(?://|%2F%2F)${LOGIN_CHARACTER}*(?::|%3A)${LOGIN_CHARACTER}*(?:@|%40)`;

const NEVER = [DOT_SEGMENT, SMALL_ESCAPE, DEFAULT_PORT, LOGIN].join('|');

const ALLOWED: Readonly<Record<Compared, string>> = {
  path: `/${PATH}*`,
  path_query: `/${PATH}*(?:\\?${QUERY}+)?`,
  url: `${BARE}|${ABSOLUTE}`,
  target: `${BARE}|${ABSOLUTE}|${NOT_HTTP}:[ -~]*|${RELATIVE}`,
};

/** Memory of each automaton of a search. */
export const SEARCH_BYTES_MAX = 8 * 1024 * 1024;

/** The texts that a rule can be compared with, normalized as `urlParts` does. */
export function languageOf(on: Compared): Language {
  return {
    allowed: automatonOf(ALLOWED[on], RE2Set.ANCHOR_BOTH, SEARCH_BYTES_MAX),
    never: automatonOf(NEVER, RE2Set.UNANCHORED, SEARCH_BYTES_MAX),
  };
}
