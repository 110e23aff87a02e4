import { parseUrl } from '../../model/url.js';

/** The URL that a text is when it is an absolute http or https URL; null otherwise. */
export function parseHttpUrl(text: string): URL | null {
  return /^https?:\/\//i.test(text) ? parseUrl(text) : null;
}
