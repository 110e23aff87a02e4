import type { FastifyRequest } from 'fastify';
import { reachedBy } from './connection/forwarded.js';
import { isHost } from './connection/host.js';
import { refuse } from './errors.js';

/** Placeholder in texts for the server's own address with a proxy's prefix, which is known once a request arrives. */
export const ORIGIN = 'https://goalpost.invalid';

/** The path of the API below the origin. The base URL of the contract ends with it. */
export const API_PATH = '/api';

/**
 * The address under which `request` reached this server, without a "/" at its end. Throws a 400 when there is none (a
 * request of HTTP/1.0 without a Host), because the address becomes part of samples that people run.
 */
export function originOf({ raw, server }: FastifyRequest): string {
  const { protocol, host, prefix } = reachedBy(raw, server.trusts);
  if (!isHost(host)) throw refuse.malformedHttp(400, 'host');
  return `${protocol}://${host}${prefix}`;
}
