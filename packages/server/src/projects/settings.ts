import { randomBytes } from 'node:crypto';
import { isAddressRange } from '../http/connection/ip-address.js';
import { textFor } from '../matching/possible/text-rule.js';
import { acceptTextRule } from '../matching/text-rule.js';
import { hostNamed } from '../model/entry/project-sources.js';
import { PATTERN_CHARACTERS_MAX } from '../model/goal.js';
import type { ProjectId } from '../model/ids.js';
import { MONEY_PATTERNS } from '../model/money.js';
import { PROJECT_DEFAULTS, type Project } from '../model/project.js';
import { nextUlid } from '../model/ulid.js';
import { isTimeZone } from '../period/time-zone.js';
import { isOrigin, ORIGIN_EXPECTED } from '../settings/kinds.js';

// The rules for a project's settings, for the API and for the commands.

/** A rule for a text. `expected` completes "must be …". */
export interface TextRule {
  accepts(text: string): boolean;
  readonly expected: string;
}

/** A rule for the items of a list. */
export interface ItemRule extends TextRule {
  /** How an item is kept. Default: as it is given. */
  kept?(text: string): string;
}

export const PROJECT_NAME_CHARACTERS_MAX = 120;
/** Items of one list: each is compared with every event. */
export const PROJECT_ITEMS_MAX = 100;

/** Rules for settings that are one text. */
export const PROJECT_TEXTS = {
  name: {
    accepts: (text) => /\S/.test(text) && text.length <= PROJECT_NAME_CHARACTERS_MAX,
    expected: `a name of 1 to ${PROJECT_NAME_CHARACTERS_MAX} characters, not all of them white space`,
  },
  timeZone: { accepts: isTimeZone, expected: 'an IANA time zone such as Europe/Amsterdam' },
  mainCurrency: {
    accepts: (text) => new RegExp(MONEY_PATTERNS.currency).test(text),
    expected: 'a currency code of three capitals (ISO 4217) such as EUR',
  },
} as const satisfies Partial<Record<keyof Project, TextRule>>;

const HOST = { accepts: (text: string) => hostNamed(text) !== null, kept: (text: string) => hostNamed(text)! };

/** Rules for the items of settings that are lists. */
export const PROJECT_LISTS = {
  allowedOrigins: { accepts: isOrigin, expected: ORIGIN_EXPECTED },
  ownHosts: { ...HOST, expected: 'a host name such as shop.example' },
  paymentProviders: { ...HOST, expected: 'a domain such as pay.example' },
  excludedAddresses: { accepts: isAddressRange, expected: 'an IP address or a CIDR range such as 192.0.2.0/24' },
  excludedPaths: { accepts: isPathGlob, expected: 'a glob that a path can match, such as /admin/**' },
  excludedCountries: {
    accepts: (text) => /^[A-Z]{2}$/.test(text),
    expected: 'a code of two capitals (ISO 3166) such as NL',
  },
} as const satisfies Partial<Record<keyof Project, ItemRule>>;
export type ProjectList = keyof typeof PROJECT_LISTS;

/** The items of a list as they are kept: each once. */
export function keptItems(list: ProjectList, items: readonly string[]): string[] {
  const { kept = (text: string) => text }: ItemRule = PROJECT_LISTS[list];
  return [...new Set(items.map(kept))];
}

/** A new project with settings that follow the rules. `now`: milliseconds since 1970. */
export function newProject(settings: Pick<Project, 'name'> & Partial<Project>, now: number): Project {
  return {
    id: nextUlid() as ProjectId,
    timeZone: 'UTC',
    siteKey: randomBytes(12).toString('base64url'),
    visitorKey: randomBytes(32).toString('hex'),
    allowedOrigins: [],
    ...PROJECT_DEFAULTS,
    createdAt: now,
    ...settings,
  };
}

function isPathGlob(pattern: string): boolean {
  const rule = { match: 'glob', pattern, on: 'path' } as const;
  return pattern.length <= PATTERN_CHARACTERS_MAX && acceptTextRule(rule).ok && textFor(rule) !== 'none';
}
