import type { UrlPart } from './goal.js';
import { parseUrl } from './url.js';

/** The parts of a URL a rule may look at, spelled as the WHATWG URL standard serialises them. */
export type UrlParts = Readonly<Record<UrlPart, string>>;

/** Only its path, query and fragment are used. */
const ANY_HOST = 'http://localhost';

/**
 * Takes an absolute URL or a bare path beginning with "/", whose `url` is then its path, query and fragment. Null when
 * it is neither. Beyond the standard, percent escapes get capital digits (RFC 3986, 6.2.2.1), as patterns do.
 */
export function urlParts(url: string): UrlParts | null {
  const isPath = url.startsWith('/');
  const parsed = parseUrl(capitalEscapes(isPath ? ANY_HOST + url : url));
  if (parsed === null) return null;
  const { pathname, search, hash, href } = parsed;
  return { path: pathname, path_query: pathname + search, url: isPath ? pathname + search + hash : href };
}

/**
 * Spells a text as it would stand in a URL: what can never stand there (white space, quotes, angle brackets, anything
 * beyond ASCII) becomes the percent escapes of its UTF-8 bytes, and escapes get capital digits.
 */
export function spelledAsUrl(text: string): string {
  return capitalEscapes(text).replace(/[^!#-;=?-~]/gu, escaped);
}

function capitalEscapes(text: string): string {
  return text.includes('%') ? text.replace(/%[0-9a-f]{2}/gi, (digits) => digits.toUpperCase()) : text;
}

/** Unlike `encodeURIComponent` it does not throw for half a surrogate pair: that becomes U+FFFD, as it does in a URL. */
function escaped(character: string): string {
  return Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&');
}
