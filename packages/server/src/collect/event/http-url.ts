import { parseUrl } from '../../model/url.js';

/** Parses an absolute http or https URL by the WHATWG URL standard; null for any other text. */
export function parseHttpUrl(text: string): URL | null {
  return /^https?:\/\//i.test(text) ? parseUrl(text) : null;
}
