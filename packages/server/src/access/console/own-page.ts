import type { FastifyRequest } from 'fastify';
import { reachedBy } from '../../http/connection/forwarded.js';

/**
 * Whether a browser says that a request comes from a page of this server. `Sec-Fetch-Site` decides where it is sent: browsers
 * send it with TLS and to localhost, and no page can set it. Otherwise `Origin` does.
 */
export function isFromOwnPage({ raw, headers, server }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { protocol, host } = reachedBy(raw, server.trusts);
  return headers.origin === `${protocol}://${host}`;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether people may sign in below a path of a host that is another site's, too. */
    signsInBelowPaths: boolean;
  }
}

/**
 * Whether people may sign in where a request came in. Below a path of a site's own host, the pages of that site are of the same
 * origin, and each script on them could do whatever whoever is signed in may.
 */
export function maySignInAt({ raw, server }: FastifyRequest): boolean {
  return server.signsInBelowPaths || reachedBy(raw, server.trusts).prefix === '';
}
