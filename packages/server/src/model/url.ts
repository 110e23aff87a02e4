/**
 * The one way a URL is read here; null when the text is not an absolute URL of the WHATWG standard. Whether a text is a URL
 * and what its parts are must be one answer: in Node.js 20 `URL.canParse` turns false for good for some texts that
 * `new URL` can read. A lint rule forbids the other ways.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
