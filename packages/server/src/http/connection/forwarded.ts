import type { IncomingMessage } from 'node:http';
import { isHost } from './host.js';
import { parseAddress } from './ip-address.js';

type Trusts = (address: string) => boolean;

/** The address of a socket that is already closed. */
const UNKNOWN = 'unknown';

/** The address at the other end of the connection. */
export function peerOf({ socket }: Pick<IncomingMessage, 'socket'>): string {
  return parseAddress(socket.remoteAddress ?? '') ?? UNKNOWN;
}

/**
 * The client's address of a request. Behind trusted proxies, this is the last address in `X-Forwarded-For` that is not one of
 * theirs. If that entry is not an address, the proxy that added it counts as the client.
 */
export function senderOf(request: IncomingMessage, trusts: Trusts): string {
  let address = peerOf(request);
  let rest = textOf(request, 'x-forwarded-for');
  while (rest !== '' && trusts(address)) {
    const comma = rest.lastIndexOf(',');
    const before = parseAddress(rest.slice(comma + 1));
    if (before === null) return address;
    address = before;
    rest = comma === -1 ? '' : rest.slice(0, comma);
  }
  return address;
}

/** How the client reached this server. Links begin with it. */
export interface Reached {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  /** Such as "/stats"; empty when the server is at the root of its host. */
  readonly prefix: string;
}

/** The protocol, host and prefix from a trusted proxy's headers where they are valid, otherwise from the request itself. */
export function reachedBy(request: IncomingMessage, trusts: Trusts): Reached {
  const isFromProxy = trusts(peerOf(request));
  const said = (name: string) => (isFromProxy ? lastOf(textOf(request, name)) : '');
  const protocol = said('x-forwarded-proto').toLowerCase();
  const host = said('x-forwarded-host');
  const prefix = said('x-forwarded-prefix').replace(/\/$/, '');
  return {
    protocol: protocol === 'https' || protocol === 'http' ? protocol : 'http',
    host: isHost(host) ? host : (request.headers.host ?? ''),
    prefix: PREFIX.test(prefix) ? prefix : '',
  };
}

/** Strict, because the prefix becomes part of samples that people run. */
const PREFIX = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){1,8}$/;

/** Node.js joins repeated headers with a comma. */
function textOf({ headers }: IncomingMessage, name: string): string {
  return String(headers[name] ?? '');
}

/** The last entry, which the nearest proxy added. */
function lastOf(list: string): string {
  return list.slice(list.lastIndexOf(',') + 1).trim();
}
