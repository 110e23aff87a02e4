import type { ProjectChanges } from '../../../model/project.js';
import {
  keptItems,
  PROJECT_ITEMS_MAX,
  PROJECT_LISTS,
  type ProjectList,
  type TextRule,
} from '../../../projects/settings.js';
import { list } from '../../../settings/kinds.js';
import type { Setting, Values } from '../../../settings/setting.js';
import { UsageError } from '../../settings.js';

/** The word that makes a list empty. */
const NONE = 'none';

/** Items of a list; each given list replaces the current one. */
function listSetting(flag: string, value: string, about: string, { accepts, expected }: TextRule) {
  return list(
    { flag, value, about: `${about}; replaces the current list; may be repeated; "${NONE}" empties it` },
    (text): text is string => text === NONE || accepts(text),
    `${expected}, or "${NONE}"`,
  );
}

/** The flags of `goalpost project update` that replace a list. */
export const projectLists = {
  ownHosts: listSetting(
    'own-host',
    'host',
    'host of the project, with its subdomains, that is never a source',
    PROJECT_LISTS.ownHosts,
  ),
  paymentProviders: listSetting(
    'payment-provider',
    'domain',
    'domain that visitors come back from when they paid, which is no source; many are known',
    PROJECT_LISTS.paymentProviders,
  ),
  excludedAddresses: listSetting(
    'exclude-address',
    'address|range',
    'address or CIDR range whose events are counted and not stored',
    PROJECT_LISTS.excludedAddresses,
  ),
  excludedPaths: listSetting(
    'exclude-path',
    'glob',
    'glob of paths whose events are counted and not stored',
    PROJECT_LISTS.excludedPaths,
  ),
  excludedCountries: listSetting(
    'exclude-country',
    'code',
    'country whose events are counted and not stored; needs --geo-database',
    PROJECT_LISTS.excludedCountries,
  ),
} satisfies Partial<Record<ProjectList, Setting<readonly string[]>>>;

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
    given.map((name) => [name, keptItems(name, itemsIn(projectLists[name].flag, values[name]))]),
  );
}

function itemsIn(flag: string, items: readonly string[]): readonly string[] {
  if (items.length > PROJECT_ITEMS_MAX) {
    throw new UsageError([`--${flag} may be given ${PROJECT_ITEMS_MAX} times at most`]);
  }
  if (!items.includes(NONE)) return items;
  if (items.some((item) => item !== NONE))
    throw new UsageError([`--${flag} "${NONE}" empties the list; leave out the others`]);
  return [];
}
