import type { LoggedFields, RequestParts } from './format.js';

const REQUEST = /^([A-Z]+) (\S+) HTTP\/\d(?:\.\d)?$/;

/** Parses "GET /docs/ HTTP/1.1"; null for anything else. */
export function parseRequestLine(text: string): RequestParts | null {
  const parts = REQUEST.exec(text);
  return parts === null ? null : { method: parts[1]!, target: parts[2]! };
}

export interface AbsoluteTarget {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
}

const ABSOLUTE = /^(https?):\/\/([^/?#]*)([^#]*)/i;

/** Splits "https://shop.example:443/a?b" into scheme, host and the rest, which begins with "/"; null for a bare path. */
export function splitAbsolute(target: string): AbsoluteTarget | null {
  const parts = ABSOLUTE.exec(target);
  if (parts === null) return null;
  const [, scheme, host, rest] = parts as unknown as [string, string, string, string];
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return { scheme: scheme.toLowerCase() as AbsoluteTarget['scheme'], host, path };
}

/** Browsers speak HTTP/2 and HTTP/3 with TLS only. */
export function schemeOf(scheme: string | null, protocol: string | null): LoggedFields['scheme'] {
  if (scheme === 'http' || scheme === 'https') return scheme;
  return /^HTTP\/[23]/.test(protocol ?? '') ? 'https' : null;
}
