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
