import Type from 'typebox';
import { MONEY_PATTERNS } from '../model/money.js';
import { PAGE_SESSION_IDS } from '../model/project.js';
import { nullable } from '../validation/rule-schemas.js';
import { PROJECT_ITEMS_MAX, PROJECT_LISTS, PROJECT_NAME_CHARACTERS_MAX, PROJECT_TEXTS } from './settings.js';

const name = () =>
  Type.String({
    description: 'Name for people.',
    examples: ['Shop'],
    pattern: '\\S',
    maxLength: PROJECT_NAME_CHARACTERS_MAX,
    expected: PROJECT_TEXTS.name.expected,
  });

const timeZone = () =>
  Type.String({
    description: 'IANA time zone. Dates without an offset are read in it, and reports are by its days.',
    examples: ['Europe/Amsterdam'],
    expected: PROJECT_TEXTS.timeZone.expected,
  });

const mainCurrency = () =>
  nullable(
    Type.String({
      description: 'ISO 4217 code of the currency that is shown first; null: there is none.',
      examples: ['EUR'],
      pattern: MONEY_PATTERNS.currency,
      expected: PROJECT_TEXTS.mainCurrency.expected,
    }),
  );

const pageSessionIds = () =>
  Type.Enum([...PAGE_SESSION_IDS], {
    type: 'string',
    description:
      'Whether pages may say which session their events belong to: any, only with a signature, or not at all.',
    examples: ['accept'],
    expected: 'accept, signed or refuse',
  });

const list = (description: string, { expected }: { readonly expected: string }, example: string) =>
  Type.Array(Type.String({ examples: [example], expected }), {
    description,
    maxItems: PROJECT_ITEMS_MAX,
    expected: `a list of at most ${PROJECT_ITEMS_MAX}`,
  });

/** Fresh schemas each time, because a body makes them optional. */
const lists = () => ({
  allowed_origins: list(
    'Origins whose pages may send events. Empty: all.',
    PROJECT_LISTS.allowedOrigins,
    'https://shop.example',
  ),
  own_hosts: list(
    'Hosts of the project besides those of its allowed origins, with their subdomains. They are never a source.',
    PROJECT_LISTS.ownHosts,
    'shop.example',
  ),
  payment_providers: list(
    'Domains that visitors come back from when they paid, which are no source; many are known.',
    PROJECT_LISTS.paymentProviders,
    'pay.example',
  ),
  excluded_addresses: list(
    'Addresses and CIDR ranges whose events are counted and not stored.',
    PROJECT_LISTS.excludedAddresses,
    '192.0.2.0/24',
  ),
  excluded_paths: list(
    'Globs of paths whose events are counted and not stored.',
    PROJECT_LISTS.excludedPaths,
    '/admin/**',
  ),
  excluded_countries: list(
    'ISO 3166-1 alpha-2 codes of countries whose events are counted and not stored. Needs a server that knows countries.',
    PROJECT_LISTS.excludedCountries,
    'NL',
  ),
});

export const ProjectResource = Type.Object(
  {
    id: Type.String({ description: 'Id of the project.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S3'] }),
    name: name(),
    time_zone: timeZone(),
    site_key: Type.String({ description: 'Public; pages send it with their events.', examples: ['s1te-k3y'] }),
    main_currency: mainCurrency(),
    ...lists(),
    page_session_ids: pageSessionIds(),
    has_signing_secret: Type.Boolean({
      description: 'Whether there is a secret that signs session ids in pages.',
      examples: [false],
    }),
    created_at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T10:00:00.000Z'] }),
  },
  { title: 'Project', description: 'A tracked site or app, with its settings.' },
);

const { allowed_origins, own_hosts, payment_providers, excluded_addresses, excluded_paths, excluded_countries } =
  lists();

export const ProjectPatch = Type.Object(
  {
    name: Type.Optional(nullable(name())),
    time_zone: Type.Optional(nullable(timeZone())),
    main_currency: Type.Optional(mainCurrency()),
    allowed_origins: Type.Optional(nullable(allowed_origins)),
    own_hosts: Type.Optional(nullable(own_hosts)),
    payment_providers: Type.Optional(nullable(payment_providers)),
    excluded_addresses: Type.Optional(nullable(excluded_addresses)),
    excluded_paths: Type.Optional(nullable(excluded_paths)),
    excluded_countries: Type.Optional(nullable(excluded_countries)),
    page_session_ids: Type.Optional(nullable(pageSessionIds())),
  },
  {
    title: 'ProjectChange',
    description:
      'Absent fields and null keep their values, but null clears `main_currency`. A list replaces the one before. Unknown fields are ignored.',
    examples: [{ name: 'Shop', main_currency: 'EUR', excluded_paths: ['/admin/**'] }],
  },
);

export const NewProject = Type.Object(
  { ...ProjectPatch.properties, name: name() },
  {
    title: 'NewProject',
    description: 'A project to create. null is the same as absent; unknown fields are ignored.',
    examples: [{ name: 'Shop', time_zone: 'Europe/Amsterdam', main_currency: 'EUR' }],
  },
);

export const ProjectDeletion = Type.Object(
  {
    name: Type.String({
      description: 'The name of the project, which confirms that it is the right one.',
      examples: ['Shop'],
      expected: 'the name of the project',
    }),
  },
  { title: 'ProjectDeletion', description: 'Everything of the project is erased. This cannot be undone.' },
);

export const SigningSecretResource = Type.Object(
  {
    secret: Type.String({
      description: 'Signs session ids in pages, and is the key as this text. Store it now: it is not shown again.',
      examples: ['b5c1f0a4b5c1f0a4b5c1f0a4b5c1f0a4b5c1f0a4b5c1f0a4b5c1f0a4b5c1f0a4'],
    }),
    still_valid: Type.Array(
      Type.Object({
        until: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T11:00:00.000Z'] }),
      }),
      { description: 'Until when each replaced secret is still accepted.' },
    ),
  },
  { title: 'SigningSecret', description: 'A new signing secret.' },
);
