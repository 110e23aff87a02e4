import type { FastifyRequest } from 'fastify';
import { refuse } from './errors.js';

/** Stands in texts for the server's own address until somebody asks for it, and so says what that is. */
export const ORIGIN = 'https://goalpost.invalid';

/**
 * Puts the address under which `request` reached this server into a text about it. Throws a 400 when that is no address,
 * since it becomes part of samples that people run.
 */
export function withOrigin(text: string, { protocol, host }: FastifyRequest): string {
  if (!HOST.test(host)) {
    throw refuse.malformedHttp(400, 'host');
  }
  return text.replaceAll(ORIGIN, () => `${protocol}://${host}`);
}

const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;
