/** The software and device of a visitor, and their country. Null where unknown. Stored with the session. */
export interface Client {
  /** For example "Firefox". */
  readonly browser: string | null;
  /** "desktop", "mobile", "tablet" or "tv". */
  readonly device: string | null;
  /** Operating system, for example "Android". */
  readonly platformOs: string | null;
  /** BCP 47, language and optional region, for example "nl" or "pt-BR". */
  readonly language: string | null;
  /** ISO 3166-1 alpha-2, for example "NL". */
  readonly country: string | null;
}

/** A client about which nothing is known. */
export const UNKNOWN: Client = { browser: null, device: null, platformOs: null, language: null, country: null };

/** Fills in unknown fields from `more`; known fields are kept. */
export function filledIn(known: Client, more: Client): Client {
  return {
    browser: known.browser ?? more.browser,
    device: known.device ?? more.device,
    platformOs: known.platformOs ?? more.platformOs,
    language: known.language ?? more.language,
    country: known.country ?? more.country,
  };
}

export function isSameClient(one: Client, other: Client): boolean {
  return (
    one.browser === other.browser &&
    one.device === other.device &&
    one.platformOs === other.platformOs &&
    one.language === other.language &&
    one.country === other.country
  );
}

/** Whether any field is known. */
export function isKnown(client: Client): boolean {
  return Object.values(client).some((fact) => fact !== null);
}
