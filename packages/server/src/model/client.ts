/** What a visitor uses, as far as anybody can tell; null where nobody can. Kept with the session. */
export interface Client {
  /** Such as "Firefox". */
  readonly browser: string | null;
  /** "desktop", "mobile", "tablet" or "tv". */
  readonly device: string | null;
  /** Operating system, such as "Android". */
  readonly platformOs: string | null;
  /** BCP 47, language and region at most, such as "nl" or "pt-BR". */
  readonly language: string | null;
  /** ISO 3166-1 alpha-2, such as "NL". */
  readonly country: string | null;
}

/** Of which nobody can tell anything. */
export const UNKNOWN: Client = { browser: null, device: null, platformOs: null, language: null, country: null };

/** What is known stays; `more` fills in what is not. */
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

/** Whether anything is known. */
export function isKnown(client: Client): boolean {
  return Object.values(client).some((fact) => fact !== null);
}
