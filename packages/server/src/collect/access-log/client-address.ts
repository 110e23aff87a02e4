import { isIP } from 'node:net';
import { type AddressRange, isInRanges, parseAddress } from '../../http/connection/ip-address.js';

/** The client of a request. */
export interface ClientAddress {
  /** In its canonical spelling. */
  readonly address: string;
  /** As it identifies the visitor: the spelling of the log if that is an address, since 0.1.0 made ids of it. */
  readonly spelled: string;
}

/** The sender of a request; null when the text is not an address. */
export function senderOf(logged: string): ClientAddress | null {
  const address = parseAddress(logged);
  if (address === null) return null;
  return { address, spelled: address === logged || isIP(logged) === 0 ? address : logged };
}

/**
 * The client behind trusted proxies: the last forwarded address that is not a proxy itself. The sender, unless it is a trusted
 * proxy that forwarded one.
 */
export function clientBehind(
  sender: ClientAddress,
  forwardedFor: string | null,
  proxies: readonly AddressRange[],
): ClientAddress {
  if (forwardedFor === null || !isInRanges(sender.address, proxies)) return sender;
  let client = sender;
  for (const text of forwardedFor.split(',').reverse()) {
    const address = parseAddress(text);
    if (address === null) break;
    client = { address, spelled: address };
    if (!isInRanges(address, proxies)) break;
  }
  return client;
}

/** Whether a field of forwarded addresses names an address other than the sender. */
export function namesAnother(sender: ClientAddress, forwardedFor: string): boolean {
  return forwardedFor.split(',').some((text) => {
    const address = parseAddress(text);
    return address !== null && address !== sender.address;
  });
}
