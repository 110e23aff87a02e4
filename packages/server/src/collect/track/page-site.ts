import { parse } from 'tldts';

/**
 * The site of a page, from the `Origin` header of its requests: the registrable domain of the host by the public suffix
 * list, so that `www.shop.example` and `checkout.shop.example` are one site, and two customers of a hosting company are
 * two. A host without one (an IP address, `localhost`) is a site of its own. So is every other origin: `null`, or that of
 * an app or extension.
 */
export function siteOfPage(origin: string): string {
  if (!/^https?:\/\//.test(origin)) return origin;
  const { domain, hostname } = parse(origin, { allowPrivateDomains: true });
  return domain ?? hostname ?? origin;
}
