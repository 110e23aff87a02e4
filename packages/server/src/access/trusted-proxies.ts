import { compile } from '@fastify/proxy-addr';
import { LRUCache } from 'lru-cache';

const ADDRESSES_KEPT_MAX = 1000;

/**
 * Whether an address is a proxy's whose `X-Forwarded-For` is believed. `ranges`: addresses and CIDR ranges.
 *
 * @throws {TypeError} when one of them is neither.
 */
export function trustIn(ranges: readonly string[]): (address: string) => boolean {
  const isInRanges = compile([...ranges]);
  // Every request asks it of the same few proxies, and reading an address takes 2 us.
  const known = new LRUCache<string, boolean>({ max: ADDRESSES_KEPT_MAX });
  return (address) => {
    let isTrusted = known.get(address);
    if (isTrusted === undefined) {
      isTrusted = isInRanges(address, 0);
      known.set(address, isTrusted);
    }
    return isTrusted;
  };
}
