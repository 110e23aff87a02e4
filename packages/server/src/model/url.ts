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
 * The text without the user name and the password of a URL, which are secrets of whoever typed them. A text that is a URL with
 * a login is returned as the standard writes it; a text that begins like one, or has others within, loses theirs and stays
 * otherwise the same.
 */
export function withoutLogin(text: string): string {
  if (!/@|%40/.test(text)) return text;
  const scheme = /^[/\\]{2}/.test(text) ? 'http:' : '';
  const url = parseUrl(scheme + text);
  if (url === null || url.username + url.password === '') return withoutInnerLogins(text.replace(LOGIN, '$1'));
  url.username = '';
  url.password = '';
  return withoutInnerLogins(url.href.slice(scheme.length));
}

/** Within a text a name alone is not taken for a login: `@` has other uses. */
function withoutInnerLogins(text: string): string {
  return text.replace(INNER_LOGIN, (whole, before: string, login: string) => (/:|%3A/i.test(login) ? before : whole));
}

/** What precedes the host, after one or several schemes (`blob:https://…`). */
const LOGIN = /^((?:[a-z][a-z\d+.-]*:)*\/\/)[^/?#]*@/i;
/** The same anywhere, also in percent-encoding. Each part ends where the next begins, so the time taken is linear. */
const INNER_LOGIN = /((?::|%3A)(?:\/\/|%2F%2F))((?:(?!%(?:2F|3F|23|26))[^/?#&\s])*)(?:@|%40)/gi;
