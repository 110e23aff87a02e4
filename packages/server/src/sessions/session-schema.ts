import Type from 'typebox';

// What `present.ts` makes, described.

const known = (description: string, example: string) =>
  Type.Union([Type.String(), Type.Null()], { description, examples: [example] });
const count = (description: string, example: number) => Type.Integer({ minimum: 0, description, examples: [example] });
const time = (description: string, example: string) =>
  Type.String({ format: 'date-time', description, examples: [example] });

/** The fields of a session. Null is what nobody could tell. */
export const sessionFields = {
  id: Type.String({ examples: ['1'] }),
  created_at: time('When its first event happened, UTC.', '2026-01-03T10:00:00.000Z'),
  ended_at: time('When its last event happened, UTC.', '2026-01-03T10:05:00.000Z'),
  time_spend: count('Seconds from the first event to the last.', 300),
  browser: known('Such as "Firefox".', 'Firefox'),
  device: known('`desktop`, `mobile`, `tablet` or `tv`.', 'desktop'),
  platform_os: known('Operating system.', 'Linux'),
  language: known('BCP 47.', 'nl'),
  country: known('ISO 3166-1 alpha-2, when the server has a database of addresses.', 'NL'),
  entry_page: known('Path of the first page viewed.', '/'),
  source: known('Where the visitor came from.', 'Google'),
  utm_source: known('Of the first page viewed, like those that follow.', 'newsletter'),
  utm_medium: known('As above.', 'email'),
  utm_campaign: known('As above.', 'spring'),
  utm_term: known('As above.', 'shoes'),
  utm_content: known('As above.', 'header'),
  visits: count('Pages viewed.', 3),
  clicks: count('Clicks.', 2),
  events: count('Custom events.', 1),
  conversions: count('Conversions, of all goals as they are now.', 2),
};

export const SessionSchema = Type.Object(sessionFields, {
  title: 'Session',
  description: 'What one visitor did with no gap over 30 minutes.',
});
