import type { Project } from '../project.js';
import { parseUrl } from '../url.js';

/** Hosts that are no source of a project's sessions, besides `NOT_SOURCES`. Hosts are without "www.". */
export interface NotSources {
  /** The project's own hosts. An address that names one as its source names none. */
  readonly ownHosts: ReadonlySet<string>;
  /** The same with their subdomains. */
  readonly ownDomains: ReadonlySet<string>;
  /** With their subdomains. */
  readonly paymentProviders: ReadonlySet<string>;
}

/** Of a project that names none. */
export const NO_SOURCES_OF_ITS_OWN: NotSources = {
  ownHosts: new Set(),
  ownDomains: new Set(),
  paymentProviders: new Set(),
};

type Lists = Pick<Project, 'allowedOrigins' | 'ownHosts' | 'paymentProviders'>;

export function notSourcesOf({ allowedOrigins, ownHosts, paymentProviders }: Lists): NotSources {
  if (allowedOrigins.length + ownHosts.length + paymentProviders.length === 0) return NO_SOURCES_OF_ITS_OWN;
  return {
    ownHosts: new Set(allowedOrigins.map((origin) => bareHost(parseUrl(origin)!))),
    ownDomains: new Set(ownHosts),
    paymentProviders: new Set(paymentProviders),
  };
}

/** The host without "www." and without the dot of the root. */
export function bareHost({ hostname }: Pick<URL, 'hostname'>): string {
  return hostname.replace(/^www\./, '').replace(/\.$/, '');
}

/** The host that somebody names, as the sets have it: "www.Bücher.example" is "xn--bcher-kva.example". Null when it is none. */
export function hostNamed(text: string): string | null {
  const url = /^[^\s/?#@:\\]+$/.test(text) ? parseUrl(`https://${text}`) : null;
  const host = url && bareHost(url);
  return host === '' ? null : host;
}
