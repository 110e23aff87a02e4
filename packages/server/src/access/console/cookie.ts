import type { FastifyRequest } from 'fastify';
import { reachedBy } from '../../http/connection/forwarded.js';
import { SESSION_MS_MAX } from '../../model/accounts/console-session.js';
import { isFromOwnPage, maySignInAt } from './own-page.js';

/**
 * The name of the cookie that holds a console session. With TLS, browsers refuse to take a cookie of the first name from
 * another host, such as a sibling with the same domain (RFC 6265bis, 4.1.3.2).
 */
export const COOKIE_NAMES = { https: '__Host-goalpost', http: 'goalpost' } as const;

/** The console cookie of a request of the console's own page; null for every other request. */
export function consoleCookieOf(request: FastifyRequest): string | null {
  const { cookie } = request.headers;
  if (cookie === undefined || !isFromOwnPage(request) || !maySignInAt(request)) return null;
  return cookieIn(cookie, nameFor(request));
}

/** The value for `Set-Cookie` that gives the browser a session; null ends the one it has. */
export function cookieWith(request: FastifyRequest, value: string | null): string {
  const secure = isSecure(request) ? '; Secure' : '';
  const seconds = value === null ? 0 : SESSION_MS_MAX / 1000;
  return `${nameFor(request)}=${value ?? ''}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** Null also when the name is there twice: two hosts or paths set it, and one of them may be a stranger's. */
function cookieIn(header: string, name: string): string | null {
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0]! : null;
}

/** Whether browsers reach this server with TLS. */
export function isSecure(request: FastifyRequest): boolean {
  return protocolOf(request) === 'https';
}

function nameFor(request: FastifyRequest): string {
  return COOKIE_NAMES[protocolOf(request)];
}

/** As the client reached this server: a proxy in front of it may have taken off TLS. */
function protocolOf({ raw, server }: FastifyRequest): 'http' | 'https' {
  return reachedBy(raw, server.trusts).protocol;
}
