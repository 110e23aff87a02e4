/**
 * Parses an absolute URL by the WHATWG standard; null for any other text. This is the only way to read a URL, so that two checks
 * of a text cannot disagree: in Node.js 20, `URL.canParse` turns permanently false for some texts that `new URL` can read. A
 * lint rule forbids the other ways.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/**
 * The text without the user names and passwords of URLs. A text that is a URL with a login is returned as the standard writes
 * it. A text that begins like a URL, or contains URLs, only loses their logins.
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

/** Within a text, a name without a password is not treated as a login: `@` has other uses. */
function withoutInnerLogins(text: string): string {
  return text.replace(INNER_LOGIN, (whole, before: string, login: string) => (/:|%3A/i.test(login) ? before : whole));
}

/** The login before the host, after one or several schemes (`blob:https://…`). */
const LOGIN = /^((?:[a-z][a-z\d+.-]*:)*\/\/)[^/?#]*@/i;
/** The same anywhere in a text, also percent-encoded. No two adjacent parts match the same character, so the time is linear. */
const INNER_LOGIN = /((?::|%3A)(?:\/\/|%2F%2F))((?:(?!%(?:2F|3F|23|26))[^/?#&\s])*)(?:@|%40)/gi;
