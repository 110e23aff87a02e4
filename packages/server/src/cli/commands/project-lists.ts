import { isAddressRange } from '../../http/connection/ip-address.js';
import { textFor } from '../../matching/possible/text-rule.js';
import { acceptTextRule } from '../../matching/text-rule.js';
import { hostNamed } from '../../model/entry/project-sources.js';
import { PATTERN_CHARACTERS_MAX } from '../../model/goal.js';
import type { ProjectChanges } from '../../model/project.js';
import { list } from '../../settings/kinds.js';
import type { Setting, Values } from '../../settings/setting.js';
import { UsageError } from '../settings.js';

/** The word that makes a list empty. */
const NONE = 'none';

/** Items of one list: each is compared with every event. */
const ITEMS_MAX = 100;

/** Items of a list; each given list replaces the current one. */
function listSetting(flag: string, value: string, about: string, check: (text: string) => boolean, expected: string) {
  return list(
    { flag, value, about: `${about}; replaces the current list; may be repeated; "${NONE}" empties it` },
    (text): text is string => text === NONE || check(text),
    `${expected}, or "${NONE}"`,
  );
}

const isHost = (text: string) => hostNamed(text) !== null;

function isPathGlob(pattern: string): boolean {
  const rule = { match: 'glob', pattern, on: 'path' } as const;
  return pattern.length <= PATTERN_CHARACTERS_MAX && acceptTextRule(rule).ok && textFor(rule) !== 'none';
}

/** The flags of `goalpost project update` that replace a list. */
export const projectLists = {
  ownHosts: listSetting(
    'own-host',
    'host',
    'host of the project, with its subdomains, that is never a source',
    isHost,
    'a host name such as shop.example',
  ),
  paymentProviders: listSetting(
    'payment-provider',
    'domain',
    'domain that visitors come back from when they paid, which is no source; many are known',
    isHost,
    'a domain such as pay.example',
  ),
  excludedAddresses: listSetting(
    'exclude-address',
    'address|range',
    'address or CIDR range whose events are counted and not stored',
    isAddressRange,
    'an IP address or a CIDR range such as 192.0.2.0/24',
  ),
  excludedPaths: listSetting(
    'exclude-path',
    'glob',
    'glob of paths whose events are counted and not stored',
    isPathGlob,
    'a glob that a path can match, such as /admin/**',
  ),
  excludedCountries: listSetting(
    'exclude-country',
    'code',
    'country whose events are counted and not stored; needs --geo-database',
    (text) => /^[A-Z]{2}$/.test(text),
    'a code of two capitals (ISO 3166) such as NL',
  ),
} satisfies Record<string, Setting<readonly string[]>>;

const FLAGS = Object.values(projectLists).map(({ flag }) => `--${flag}`);

/** "--own-host or --payment-provider" */
export const PROJECT_LIST_FLAGS = FLAGS.join(', ').replace(/, (\S+)$/, ' or $1');

/**
 * The lists that were given.
 *
 * @throws {UsageError} when "none" is given beside something.
 */
export function changedLists(values: Values<typeof projectLists>): ProjectChanges {
  const names = Object.keys(projectLists) as (keyof typeof projectLists)[];
  const given = names.filter((name) => values[name].length > 0);
  return Object.fromEntries(
    given.map((name) => {
      const items = itemsIn(projectLists[name].flag, values[name]);
      return [name, HOSTS.has(name) ? items.map((host) => hostNamed(host)!) : items];
    }),
  );
}

/** Lists whose items are kept as `hostNamed` spells them. */
const HOSTS: ReadonlySet<string> = new Set(['ownHosts', 'paymentProviders']);

function itemsIn(flag: string, items: readonly string[]): readonly string[] {
  if (items.length > ITEMS_MAX) throw new UsageError([`--${flag} may be given ${ITEMS_MAX} times at most`]);
  if (!items.includes(NONE)) return [...new Set(items)];
  if (items.some((item) => item !== NONE))
    throw new UsageError([`--${flag} "${NONE}" empties the list; leave out the others`]);
  return [];
}
