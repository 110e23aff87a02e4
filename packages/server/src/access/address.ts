import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { senderOf } from '../http/connection/forwarded.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether an address is a trusted proxy's. */
    trusts(address: string): boolean;
  }
  interface FastifyRequest {
    /** Use `addressOf`. */
    foundAddress: string | null;
  }
}

/** The address a request came from, spelled in the one way there is for each. Found once a request. */
export function addressOf(request: FastifyRequest): string {
  request.foundAddress ??= senderOf(request.raw, request.server.trusts);
  return request.foundAddress;
}

/** Whose window a request without a token draws on. */
export function windowOfAddress(request: FastifyRequest): string {
  return `address ${networkOf(addressOf(request))}`;
}

/** What counts as one client: an IPv4 address, or an IPv6 network of 64 bits, since one client has all of it. */
export function networkOf(address: string): string {
  // To see that an address is an IPv4 address takes the library 1 us.
  return address.includes(':') ? normalizeIP(address) : address;
}
