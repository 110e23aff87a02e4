import type { Client } from './client.js';

interface Hints {
  /** The `User-Agent` header. */
  readonly userAgent: string | null;
  /** The `Accept-Language` header. */
  readonly acceptLanguage: string | null;
  readonly country: string | null;
}

/** What a visitor uses, read off the headers of a request. */
export function clientOf({ country }: Hints): Client {
  return { browser: null, device: null, platformOs: null, language: null, country };
}
