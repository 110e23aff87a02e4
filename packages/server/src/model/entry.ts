import type { Visit } from './event.js';
import { sourceOf } from './sources.js';
import { urlParts } from './url-parts.js';

/** How a session began, according to its earliest visit. Null where the visit does not say. */
export interface Entry {
  /** The path of the page. */
  readonly page: string | null;
  /** Where the visitor came from: `utm_source` if given, otherwise a name such as "Google", or a host. */
  readonly source: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly utmTerm: string | null;
  readonly utmContent: string | null;
}

/** The entry of a session that began with this visit. */
export function entryOf({ url, referrer }: Pick<Visit, 'url' | 'referrer'>): Entry {
  const parts = urlParts(url);
  const query = new URLSearchParams(parts?.path_query.slice(parts.path.length).replaceAll('%00', REPLACED_NUL));
  const utm = (name: string) => [...(query.get(`utm_${name}`) ?? '')].slice(0, UTM_CHARACTERS_MAX).join('') || null;
  return {
    page: parts?.path ?? null,
    source: utm('source') ?? (referrer === null ? null : sourceOf(referrer, url)),
    utmSource: utm('source'),
    utmMedium: utm('medium'),
    utmCampaign: utm('campaign'),
    utmTerm: utm('term'),
    utmContent: utm('content'),
  };
}

const UTM_CHARACTERS_MAX = 256;
/** U+FFFD in percent-encoding: no stored text has a NUL. */
const REPLACED_NUL = '%EF%BF%BD';
