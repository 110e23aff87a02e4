import type { FastifyRequest } from 'fastify';
import { refuse } from './errors.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether an address belongs to a proxy whose `X-Forwarded-` headers are trusted. */
    isTrustedProxy(address: string): boolean;
  }
}

/** Stands in texts for the server's own address, a proxy's prefix included, until a request shows what that is. */
export const ORIGIN = 'https://goalpost.invalid';

/** Where the API begins, below the origin: the base URL of the contract ends with it. */
export const API_PATH = '/api';

/**
 * Puts the address under which `request` reached this server into a text about it. Throws a 400 when that is no address,
 * since it becomes part of samples that people run.
 */
export function withOrigin(text: string, request: FastifyRequest): string {
  const { protocol, host } = request;
  if (!HOST.test(host)) {
    throw refuse.malformedHttp(400, 'host');
  }
  const prefix = prefixOf(request);
  return text.replaceAll(ORIGIN, () => `${protocol}://${host}${prefix}`);
}

/** The path at which a proxy serves this server, without a slash at its end; empty when it is at the root. */
function prefixOf({ server, socket, headers }: FastifyRequest): string {
  const { 'x-forwarded-prefix': given = '' } = headers;
  if (!server.isTrustedProxy(socket.remoteAddress ?? '')) return '';
  const prefix = String(given).replace(/\/$/, '');
  if (!PREFIX.test(prefix)) {
    throw refuse.malformedHttp(400, 'prefix');
  }
  return prefix;
}

const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;
const PREFIX = /^(\/[a-z0-9._~-]+)*$/i;
