import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** Longer than any address with quotes, brackets, zone and port. */
const CHARACTERS_MAX = 100;
const ADDRESSES_KEPT_MAX = 10_000;

/** Cached addresses. Parsing one takes 2 us, and most requests come from few addresses. */
const known = new LRUCache<string, { readonly address: string | null }>({ max: ADDRESSES_KEPT_MAX });

/**
 * The canonical spelling of an IP address, however a proxy or a socket writes it: with a port, in brackets or quotes, with a
 * zone, as IPv4 in IPv6, in capitals, uncompressed. Null when the text is not an address.
 */
export function parseAddress(text: string): string | null {
  if (text.length > CHARACTERS_MAX) return null;
  let parsed = known.get(text);
  if (parsed === undefined) {
    parsed = { address: read(bare(text)) };
    known.set(text, parsed);
  }
  return parsed.address;
}

const QUOTED = /^"(.*)"$/;
const BRACKETED = /^\[(.*)\](?::\d{1,5})?$/;
const IPV4_WITH_PORT = /^([\d.]+):\d{1,5}$/;
const ZONE = /%.*$/;

function bare(text: string): string {
  const unquoted = text.trim().replace(QUOTED, '$1');
  return unquoted.replace(BRACKETED, '$1').replace(IPV4_WITH_PORT, '$1').replace(ZONE, '');
}

/** Checked by Node.js first, because the library also accepts "127.1" and octal digits. */
function read(text: string): string | null {
  return isIP(text) === 0 ? null : ipaddr.process(text).toString();
}

/** A CIDR range: the network and the length of its prefix in bits. */
export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Null when the text is neither an address nor a CIDR range. */
export function parseRange(text: string): AddressRange | null {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return null;
  const bitsMax = version === 4 ? 32 : 128;
  const length = bits === undefined ? bitsMax : Number(bits);
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || length > bitsMax)) return null;
  const parsed = ipaddr.process(address);
  // IPv4 in IPv6 becomes IPv4, as in `parseAddress`.
  const mapped = version === 6 && parsed.kind() === 'ipv4';
  if (mapped && length < 96) return null;
  return [parsed, mapped ? length - 96 : length];
}

/** Whether the text is an address or a CIDR range. */
export function isAddressRange(text: string): text is string {
  return parseRange(text) !== null;
}

/** Whether an address, in the spelling of `parseAddress`, is in one of the ranges. */
export function isInRanges(address: string, ranges: readonly AddressRange[]): boolean {
  const parsed = ipaddr.parse(address);
  return ranges.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network as never, bits));
}
