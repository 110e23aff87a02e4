import type { Visit } from '../event.js';
import { clickIdIn, sourceOfClick } from './click-ids.js';
import { pageAddress } from './page-parameters.js';
import { NO_SOURCES_OF_ITS_OWN } from './project-sources.js';
import { namedSource, sourceOf } from './source-of.js';

/** How a session began, according to its earliest visit. Null where the visit does not say. */
export interface Entry {
  /** The path of the page. */
  readonly page: string | null;
  /**
   * Where the visitor came from: a name such as "Google", or a host, or whatever the address names. The first that is there of
   * `utm_source`, `ref`, `source`, the referrer and the network of a click id.
   */
  readonly source: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly utmTerm: string | null;
  readonly utmContent: string | null;
  /** The id of a click on an advertisement. */
  readonly clickId: string | null;
  /** The name of its parameter, such as "gclid". */
  readonly clickIdKind: string | null;
}

/** The entry of a session without visits. */
export const NO_ENTRY: Entry = {
  page: null,
  source: null,
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  utmTerm: null,
  utmContent: null,
  clickId: null,
  clickIdKind: null,
};

/** The entry of a session that began with this visit. `notSources`: those of the project. */
export function entryOf({ url, referrer }: Pick<Visit, 'url' | 'referrer'>, notSources = NO_SOURCES_OF_ITS_OWN): Entry {
  const address = pageAddress(url);
  const parameter = address?.parameter ?? (() => null);
  const utm = (name: string) => shortened(parameter(`utm_${name}`));
  const utmSource = utm('source');
  const named = utmSource ?? shortened(parameter('ref') ?? parameter('source'));
  const click = clickIdIn(parameter);
  return {
    page: address?.path ?? null,
    source:
      (named && namedSource(named, notSources)) ??
      (referrer === null ? null : sourceOf(referrer, url, notSources)) ??
      (click && sourceOfClick(click)),
    utmSource,
    utmMedium: utm('medium'),
    utmCampaign: utm('campaign'),
    utmTerm: utm('term'),
    utmContent: utm('content'),
    clickId: click?.id ?? null,
    clickIdKind: click?.kind ?? null,
  };
}

const CHARACTERS_MAX = 256;

function shortened(value: string | null): string | null {
  return value && [...value].slice(0, CHARACTERS_MAX).join('');
}
