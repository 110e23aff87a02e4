import type { FastifyRequest } from 'fastify';
import { reachedBy } from './connection/forwarded.js';
import { isHost } from './connection/host.js';
import { refuse } from './errors.js';

/** Stands in texts for the server's own address, a proxy's prefix included, until a request shows what that is. */
export const ORIGIN = 'https://goalpost.invalid';

/** Where the API begins, below the origin: the base URL of the contract ends with it. */
export const API_PATH = '/api';

/**
 * The address under which `request` reached this server, without a "/" at its end. Throws a 400 when that is no address (a
 * request of HTTP/1.0 without a Host), since it becomes part of samples that people run.
 */
export function originOf({ raw, server }: FastifyRequest): string {
  const { protocol, host, prefix } = reachedBy(raw, server.trusts);
  if (!isHost(host)) throw refuse.malformedHttp(400, 'host');
  return `${protocol}://${host}${prefix}`;
}
