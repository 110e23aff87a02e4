import { parseUrl } from '../../model/url.js';
import { parseHttpUrl } from '../event/http-url.js';

/** Maximum length of a visit's URL and referrer. */
export const URL_CHARACTERS_MAX = 2048;

/** What a request asked for, if it can be a page. */
export interface Page {
  readonly path: string;
  /** Includes the "?"; empty when there is no query. */
  readonly query: string;
}

const PATH_AND_QUERY = /^([^?#]*)([^#]*)/;

/** Null when the target is neither a path nor an http or https URL, or too long. */
export function pageOf(target: string): Page | null {
  if (target.length > URL_CHARACTERS_MAX) return null;
  if (target.startsWith('/')) {
    const [, path, query] = PATH_AND_QUERY.exec(target) as unknown as [string, string, string];
    return { path, query };
  }
  const url = parseHttpUrl(target);
  return url && { path: url.pathname, query: url.search };
}

/** Where a log says a page is. */
export interface Site {
  /** With a port if one is logged. */
  readonly host: string | null;
  readonly scheme: 'http' | 'https' | null;
}

/**
 * The origin of a page. The log's host comes before the operator's origin; its scheme is the logged one, else that of the
 * port, else that of the operator's origin. Null when nothing names the host.
 */
export function originOf({ host, scheme }: Site, operators: string | undefined): string | null {
  if (host === null) return operators ?? null;
  const port = /:(\d+)$/.exec(host)?.[1];
  const ofPort = port === '443' ? 'https' : port === undefined ? null : 'http';
  const ofOperator = operators?.startsWith('https:') ? 'https' : 'http';
  const url = parseUrl(`${scheme ?? ofPort ?? ofOperator}://${host}`);
  // "_" is nginx's name for any host.
  return url === null || url.hostname === '_' || url.pathname !== '/' ? (operators ?? null) : url.origin;
}
