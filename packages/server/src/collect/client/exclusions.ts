import { isInRanges, parseAddress, parseRange } from '../../http/connection/ip-address.js';
import { compileTextRule } from '../../matching/text-rule.js';
import type { Project } from '../../model/project.js';
import { urlParts } from '../../model/url-parts.js';

/** What a project counts and does not store. */
export interface Exclusions {
  /** Null: not known. */
  hasSender(sender: { readonly address: string | null; readonly country: string | null }): boolean;
  /** The address of a page; null when an event has none. */
  hasPage(url: string | null): boolean;
}

export const NOTHING_EXCLUDED: Exclusions = { hasSender: () => false, hasPage: () => false };

type Lists = Pick<Project, 'excludedAddresses' | 'excludedPaths' | 'excludedCountries'>;

const known = new WeakMap<Lists, Exclusions>();

/** Compiled once for each project object. */
export function exclusionsOf(project: Lists): Exclusions {
  let exclusions = known.get(project);
  if (!exclusions) {
    exclusions = compiled(project);
    known.set(project, exclusions);
  }
  return exclusions;
}

function compiled({ excludedAddresses, excludedPaths, excludedCountries }: Lists): Exclusions {
  if (excludedAddresses.length + excludedPaths.length + excludedCountries.length === 0) return NOTHING_EXCLUDED;
  const ranges = excludedAddresses.map((text) => parseRange(text)!);
  const countries = new Set(excludedCountries);
  const globs = excludedPaths.map((pattern) => compileTextRule({ match: 'glob', pattern }));
  return {
    hasSender: ({ address, country }) => (country !== null && countries.has(country)) || isWithin(address, ranges),
    hasPage: (url) => {
      const path = url === null || globs.length === 0 ? null : (urlParts(url)?.path ?? null);
      return path !== null && globs.some((glob) => glob.ok && glob.test(path));
    },
  };
}

function isWithin(text: string | null, ranges: Parameters<typeof isInRanges>[1]): boolean {
  const address = text === null || ranges.length === 0 ? null : parseAddress(text);
  return address !== null && isInRanges(address, ranges);
}
