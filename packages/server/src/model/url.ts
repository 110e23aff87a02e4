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

/**
 * The URL without a user name and a password, because both are secrets of whoever typed them; any other text as it is. A URL
 * that has them is returned as the standard writes it. A text that is not a URL but begins like one loses them too.
 */
export function withoutLogin(text: string): string {
  if (!text.includes('@')) return text;
  const scheme = /^[/\\]{2}/.test(text) ? 'http:' : '';
  const url = parseUrl(scheme + text);
  if (url === null || url.username + url.password === '') return text.replace(LOGIN, '$1');
  url.username = '';
  url.password = '';
  return url.href.slice(scheme.length);
}

/** What precedes the host, after one or several schemes (`blob:https://…`). */
const LOGIN = /^((?:[a-z][a-z\d+.-]*:)*\/\/)[^/?#]*@/i;
