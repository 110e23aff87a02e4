import { domainToASCII } from 'node:url';
import type { UrlPart } from './goal.js';
import { parseUrl } from './url.js';

/** The parts of a URL that a rule can be compared with, as serialised by the WHATWG URL standard. */
export type UrlParts = Readonly<Record<UrlPart, string>>;

/** Only the path, query and fragment of the resulting URL are used. */
const ANY_HOST = 'http://localhost';

/**
 * Splits an absolute URL, or a bare path beginning with "/"; the `url` of a bare path is its path, query and fragment.
 * Null when it is neither. In addition to the standard, percent escapes get upper-case digits (RFC 3986, 6.2.2.1), as
 * in patterns.
 */
export function urlParts(url: string): UrlParts | null {
  const isPath = url.startsWith('/');
  const parsed = parseUrl(capitalEscapes(isPath ? ANY_HOST + url : url));
  if (parsed === null) return null;
  const { pathname, search, hash, href } = parsed;
  return { path: pathname, path_query: pathname + search, url: isPath ? pathname + search + hash : href };
}

/**
 * Encodes a text as it would appear in a URL: characters that a URL cannot contain (white space, quotes, angle
 * brackets, anything beyond ASCII) become percent escapes of their UTF-8 bytes, and escapes get upper-case digits.
 */
export function spelledAsUrl(text: string): string {
  return capitalEscapes(text).replace(/[^!#-;=?-~]/gu, escaped);
}

/**
 * The pattern with its host as in a URL, if the host has a character beyond ASCII: "https://*.Bücher.example/" gets
 * "https://*.xn--bcher-kva.example/". A label that has a star too stays, because a star cannot stand for a part of "xn--…".
 */
export function withAsciiHost(pattern: string): string {
  return pattern.replace(
    READABLE_HOST,
    (_, scheme: string, host: string) => scheme + host.replace(/[^.:]+/g, asciiLabel),
  );
}

/** The host after the scheme, which may be cut off or have a star. */
const READABLE_HOST = /^([a-z\d+.*-]*:\/\/)((?=[^/?#]*[^\0-\x7f])[^/?#]+)/i;

/** Before another label, because "㉑" and "8443" alone would be IPv4 addresses. Lower case if it has a star or is invalid. */
function asciiLabel(label: string): string {
  const host = label.includes('*') ? '' : domainToASCII(`${label}.x`);
  return host === '' ? label.toLowerCase() : host.slice(0, -2);
}

function capitalEscapes(text: string): string {
  return text.includes('%') ? text.replace(/%[0-9a-f]{2}/gi, (digits) => digits.toUpperCase()) : text;
}

/** Unlike `encodeURIComponent`, does not throw on an unpaired surrogate: it becomes U+FFFD, as in a URL. */
function escaped(character: string): string {
  return Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&');
}
