import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { senderOf } from '../http/connection/forwarded.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether an address belongs to a trusted proxy. */
    trusts(address: string): boolean;
  }
  interface FastifyRequest {
    /** Use `addressOf`. */
    foundAddress: string | null;
  }
}

/** The client's address of a request, in its canonical spelling. Computed once per request. */
export function addressOf(request: FastifyRequest): string {
  request.foundAddress ??= senderOf(request.raw, request.server.trusts);
  return request.foundAddress;
}

/** The rate window of a request without a token. */
export function windowOfAddress(request: FastifyRequest): string {
  return `address ${networkOf(addressOf(request))}`;
}

/** The unit that counts as one client: an IPv4 address, or an IPv6 /64 network, because one client has all of it. */
export function networkOf(address: string): string {
  // The library takes 1 us to recognize an IPv4 address.
  return address.includes(':') ? normalizeIP(address) : address;
}
