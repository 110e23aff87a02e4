import { domainToUnicode } from 'node:url';
import { parseUrl } from '../url.js';
import { APPS, SITES, SPELLINGS, spelling } from './known-sources.js';
import { NOT_SOURCES } from './not-sources.js';
import { bareHost, NO_SOURCES_OF_ITS_OWN, type NotSources } from './project-sources.js';

/**
 * The source of a visit to the page `url`, according to its referrer: the name of a well-known source, otherwise the
 * host without "www." or the package name of an app. Null when the referrer is not an address, belongs to the same
 * site, or is in `NOT_SOURCES` or those of the project.
 */
export function sourceOf(referrer: string, url: string, ofProject = NO_SOURCES_OF_ITS_OWN): string | null {
  const from = parseUrl(referrer);
  if (from === null || from.hostname === '' || from.hostname.length > HOST_CHARACTERS_MAX) return null;
  if (from.protocol === 'android-app:') return APPS.get(from.hostname) ?? from.hostname;
  if (!isWeb(from)) return null;
  const host = bareHost(from);
  const page = parseUrl(url);
  if (host === '' || (page !== null && bareHost(page) === host)) return null;
  return isNoSource(host) || isOwn(host, ofProject) || isUnder(host, ofProject.paymentProviders) ? null : nameOf(host);
}

/**
 * The source that an address names itself, as in `utm_source=google`. What a referrer would be called gets the same name,
 * in whatever way it is written: a name, a host or an address. Anything else stays as it is. Null for a host of the project.
 */
export function namedSource(given: string, ofProject = NO_SOURCES_OF_ITS_OWN): string | null {
  const name = SPELLINGS.get(spelling(given));
  if (name !== undefined) return name;
  const from = parseUrl(HOST.test(given) ? `https://${given}` : given);
  if (from === null || from.hostname === '' || from.hostname.length > HOST_CHARACTERS_MAX) return given;
  if (from.protocol === 'android-app:') return APPS.get(from.hostname) ?? from.hostname;
  const host = isWeb(from) ? bareHost(from) : '';
  if (host === '') return given;
  return isOwn(host, ofProject) ? null : nameOf(host);
}

/**
 * The name that a stored source has today; null when it no longer is one. `isNamed`: the address named it, not the referrer.
 */
export function sourceToday(source: string, isNamed: boolean): string | null {
  if (isNamed) return namedSource(source);
  return isNoSource(source) ? null : readable(source);
}

/** The longest valid host name (RFC 1035, 2.3.4). A longer one is fake, and would only cost time. */
const HOST_CHARACTERS_MAX = 253;

/** A host of several labels, the last of which is not a number: "1.2" and "v1.2" are none. */
const HOST = /^[^\s/?#@:\\.]+(?:\.[^\s/?#@:\\.]+)*\.(?!\d)[^\s/?#@:\\.]{2,}$/;

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

/** The source name of a host: that of a well-known one, else the host. */
function nameOf(host: string): string {
  for (const domain of domainsOf(host)) {
    const name = SITES.get(domain) ?? SITES.get(domain.replace(ENDING, '.*'));
    if (name !== undefined) return name;
  }
  return readable(host);
}

/** A host as people read it: "bücher.example". */
function readable(host: string): string {
  return host.includes('xn--') ? domainToUnicode(host) || host : host;
}

function isNoSource(host: string): boolean {
  return isUnder(host, NOT_SOURCES);
}

function isOwn(host: string, { ownHosts, ownDomains }: NotSources): boolean {
  return ownHosts.has(host) || isUnder(host, ownDomains);
}

function isUnder(host: string, domains: ReadonlySet<string>): boolean {
  if (domains.size === 0) return false;
  for (const domain of domainsOf(host)) if (domains.has(domain)) return true;
  return false;
}

/**
 * A host and its parent domains, nearest first: "m.facebook.com" belongs to Facebook, "facebook.com.example" does not.
 */
function* domainsOf(host: string): Generator<string> {
  for (let domain = host; domain !== ''; domain = domain.split('.').slice(1).join('.')) yield domain;
}

/** The endings that "*" in the table stands for: ".com", ".nl", ".co.uk", ".com.br". */
const ENDING = /\.(?:com|(?:com?\.)?[a-z]{2})$/;
