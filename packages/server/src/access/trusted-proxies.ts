import { LRUCache } from 'lru-cache';
import { isInRanges, parseAddress, parseRange } from '../http/connection/ip-address.js';

const ADDRESSES_KEPT_MAX = 1000;

/**
 * Returns a function that says whether an address belongs to a proxy whose `X-Forwarded-…` headers are trusted. `ranges`:
 * addresses and CIDR ranges.
 *
 * @throws {TypeError} when one of them is neither.
 */
export function trustIn(ranges: readonly string[]): (address: string) => boolean {
  const parsed = ranges.map((text) => {
    const range = parseRange(text);
    if (range === null) throw new TypeError(`"${text}" is neither an IP address nor a CIDR range`);
    return range;
  });
  if (parsed.length === 0) return () => false;
  // Cached, because every request asks about the same few proxies.
  const known = new LRUCache<string, boolean>({ max: ADDRESSES_KEPT_MAX });
  return (address) => {
    let isTrusted = known.get(address);
    if (isTrusted === undefined) {
      const spelled = parseAddress(address);
      isTrusted = spelled !== null && isInRanges(spelled, parsed);
      known.set(address, isTrusted);
    }
    return isTrusted;
  };
}
