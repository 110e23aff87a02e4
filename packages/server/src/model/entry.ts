import type { Visit } from './event.js';
import { sourceOf } from './sources.js';
import { urlParts } from './url-parts.js';

/** How a session began, read off its earliest visit; null where the visit does not say. */
export interface Entry {
  /** Path of the page. */
  readonly page: string | null;
  /** Where the visitor came from: what the site itself says in `utm_source`, else a name such as "Google", or a host. */
  readonly source: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly utmTerm: string | null;
  readonly utmContent: string | null;
}

/** The entry of a session whose earliest visit this is. */
export function entryOf({ url, referrer }: Visit): Entry {
  const parts = urlParts(url);
  const query = new URLSearchParams(parts?.path_query.slice(parts.path.length));
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
