import { hostNamed } from '../../model/entry/project-sources.js';
import type { ProjectChanges } from '../../model/project.js';
import { list } from '../../settings/kinds.js';
import type { Setting, Values } from '../../settings/setting.js';
import { UsageError } from '../settings.js';

/** The word that makes a list empty. */
const NONE = 'none';

/** Items of a list; each given list replaces the current one. */
function listSetting(flag: string, value: string, about: string, check: (text: string) => boolean, expected: string) {
  return list(
    { flag, value, about: `${about}; replaces the current list; may be repeated; "${NONE}" empties it` },
    (text): text is string => text === NONE || check(text),
    `${expected}, or "${NONE}"`,
  );
}

const isHost = (text: string) => hostNamed(text) !== null;

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
  const { ownHosts, paymentProviders } = values;
  return {
    ...(ownHosts.length > 0 && { ownHosts: itemsIn('own-host', ownHosts).map((host) => hostNamed(host)!) }),
    ...(paymentProviders.length > 0 && {
      paymentProviders: itemsIn('payment-provider', paymentProviders).map((host) => hostNamed(host)!),
    }),
  };
}

function itemsIn(flag: string, items: readonly string[]): readonly string[] {
  if (!items.includes(NONE)) return [...new Set(items)];
  if (items.length > 1) throw new UsageError([`--${flag} "${NONE}" empties the list; leave out the others`]);
  return [];
}
