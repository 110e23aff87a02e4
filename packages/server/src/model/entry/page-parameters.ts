import { urlParts } from '../url-parts.js';

/** A page's path, and what its address says besides. */
export interface PageAddress {
  readonly path: string;
  /**
   * The first value of a parameter that is more than white space, trimmed; null without one. Its name may be in any case.
   * The query comes before the fragment.
   */
  parameter(name: string): string | null;
}

/** Reads the address of a page; null when it is none. */
export function pageAddress(url: string): PageAddress | null {
  const parts = urlParts(url);
  if (parts === null) return null;
  const { path, path_query, url: whole } = parts;
  const query = path_query.slice(path.length);
  const hash = whole.indexOf('#');
  const texts = [query, hash === -1 ? '' : queryIn(whole.slice(hash + 1))].filter((text) => text !== '');
  return { path, parameter: texts.length === 0 ? () => null : lookUp(texts) };
}

/** The query of a hash route ("#/cart?ref=x"), or a fragment that is itself a query ("#ref=x"). */
function queryIn(fragment: string): string {
  const start = fragment.indexOf('?');
  if (start !== -1) return fragment.slice(start);
  return /^[\w.~-]+=/.test(fragment) ? fragment : '';
}

function lookUp(queries: readonly string[]): (name: string) => string | null {
  const values = new Map<string, string>();
  for (const query of queries) {
    for (const [name, value] of new URLSearchParams(query.replaceAll('%00', REPLACED_NUL))) {
      const key = name.trim().toLowerCase();
      const text = value.trim();
      if (text !== '' && !values.has(key)) values.set(key, text);
    }
  }
  return (name) => values.get(name) ?? null;
}

/** U+FFFD in percent-encoding: no stored text has a NUL. */
const REPLACED_NUL = '%EF%BF%BD';
