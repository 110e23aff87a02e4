import type { ProjectId } from './ids.js';

/** Whether pages may say which session their events belong to: any, only with a signature, or not at all. */
export const PAGE_SESSION_IDS = ['accept', 'signed', 'refuse'] as const;
export type PageSessionIds = (typeof PAGE_SESSION_IDS)[number];

/** Signs the session ids that a site puts into its pages. */
export interface SigningSecret {
  /** 64 hex digits; this text is the key. */
  readonly secret: string;
  /** When it was replaced plus an hour, in ms since 1970; null: it is the current one. */
  readonly until: number | null;
}

/** A tracked site or app. It owns its sessions, goals and tokens. */
export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  /** An IANA name. Dates without an offset in a request are interpreted in this time zone. */
  readonly timeZone: string;
  /** Public; identifies the project in the tracker on a page. */
  readonly siteKey: string;
  /** A secret of 64 hex digits. It keys the hash of a visitor, so that an address cannot be recovered from the hash. */
  readonly visitorKey: string;
  /** Origins whose pages may send events, for example `https://shop.example`. Empty allows all. */
  readonly allowedOrigins: readonly string[];
  /** Host names of the project besides those of its allowed origins, each with its subdomains. They are no source. */
  readonly ownHosts: readonly string[];
  /** Domains of payment providers besides the known ones. Whoever comes back from them came from elsewhere. */
  readonly paymentProviders: readonly string[];
  /** Addresses and CIDR ranges whose events are counted and not stored. */
  readonly excludedAddresses: readonly string[];
  /** Globs of paths whose events are counted and not stored. */
  readonly excludedPaths: readonly string[];
  /** ISO 3166-1 alpha-2 codes of countries whose events are counted and not stored. */
  readonly excludedCountries: readonly string[];
  /** Whether pages may say which session their events belong to. */
  readonly pageSessionIds: PageSessionIds;
  /** ISO 4217 code of the currency that is shown first; null: there is none. */
  readonly mainCurrency: string | null;
  /** The current one first, if there is one. */
  readonly signingSecrets: readonly SigningSecret[];
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number;
}

/** The fields of a project that may change. */
const CHANGEABLE = [
  'name',
  'timeZone',
  'allowedOrigins',
  'ownHosts',
  'paymentProviders',
  'excludedAddresses',
  'excludedPaths',
  'excludedCountries',
  'pageSessionIds',
  'mainCurrency',
  'signingSecrets',
] as const satisfies readonly (keyof Project)[];

/** Absent fields keep their values. */
export type ProjectChanges = Partial<Pick<Project, (typeof CHANGEABLE)[number]>>;

/** Everything of a project that may change, as it is. */
export function changeableIn(project: Project): ProjectChanges {
  return Object.fromEntries(CHANGEABLE.map((field) => [field, project[field]]));
}

/** What a project has that was made before there was a choice. */
export const PROJECT_DEFAULTS = {
  ownHosts: [],
  paymentProviders: [],
  excludedAddresses: [],
  excludedPaths: [],
  excludedCountries: [],
  pageSessionIds: 'accept',
  mainCurrency: null,
  signingSecrets: [],
} as const satisfies Partial<Project>;
