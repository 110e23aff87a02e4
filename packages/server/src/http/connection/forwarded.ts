import type { IncomingMessage } from 'node:http';
import { isHost } from './host.js';
import { parseAddress } from './ip-address.js';

type Trusts = (address: string) => boolean;

/** Of a socket that is closed already. */
const UNKNOWN = 'unknown';

/** The address at the other end of the connection. */
export function peerOf({ socket }: Pick<IncomingMessage, 'socket'>): string {
  return parseAddress(socket.remoteAddress ?? '') ?? UNKNOWN;
}

/**
 * Whose address a request comes from. Behind trusted proxies `X-Forwarded-For` is followed from its end to the first address
 * that is not one of theirs; where it names something that is no address, the proxy that passed it on stands for it.
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

/** How the client reached this server: what links begin with. */
export interface Reached {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  /** Such as "/stats"; empty when the server is at the root of its host. */
  readonly prefix: string;
}

/** What a trusted proxy says of it, each part where it can be one; otherwise what the request itself says. */
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

/** It becomes part of samples that people run. */
const PREFIX = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){1,8}$/;

/** Headers that are sent twice come as one, with a comma between. */
function textOf({ headers }: IncomingMessage, name: string): string {
  return String(headers[name] ?? '');
}

/** What the nearest proxy says comes last. */
function lastOf(list: string): string {
  return list.slice(list.lastIndexOf(',') + 1).trim();
}
