import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Use `addressOf`. */
    foundAddress: string | null;
  }
}

/** The address a request came from. Found out once: behind proxies, headers have to be read and addresses compared for it. */
export function addressOf(request: FastifyRequest): string {
  request.foundAddress ??= request.ip;
  return request.foundAddress;
}

/** Whose window a request without a token draws on: its address's, or that of its network of 64 bits (IPv6). */
export function windowOfAddress(request: FastifyRequest): string {
  const address = addressOf(request);
  // An IPv4 address is written in one way only; to see that it is one takes the library 1 us.
  return `address ${address.includes(':') ? normalizeIP(address) : address}`;
}
