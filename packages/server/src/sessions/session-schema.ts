import Type from 'typebox';
import { count, textOrNull, time } from '../http/answer-fields.js';

// What `present.ts` makes, described.

/** The fields of a session. Null is what nobody could tell. */
export const sessionFields = {
  id: Type.String({ examples: ['1'] }),
  created_at: time('When its first event happened, UTC.', '2026-01-03T10:00:00.000Z'),
  ended_at: time('When its last event happened, UTC.', '2026-01-03T10:05:00.000Z'),
  time_spend: count('Seconds from the first event to the last.', 300),
  browser: textOrNull('Such as "Firefox".', 'Firefox'),
  device: textOrNull('`desktop`, `mobile`, `tablet` or `tv`.', 'desktop'),
  platform_os: textOrNull('Operating system.', 'Linux'),
  language: textOrNull('BCP 47.', 'nl'),
  country: textOrNull('ISO 3166-1 alpha-2, when the server has a database of addresses.', 'NL'),
  entry_page: textOrNull('Path of the first page viewed.', '/'),
  source: textOrNull('Where the visitor came from.', 'Google'),
  utm_source: textOrNull('Of the first page viewed, like those that follow.', 'newsletter'),
  utm_medium: textOrNull('As above.', 'email'),
  utm_campaign: textOrNull('As above.', 'spring'),
  utm_term: textOrNull('As above.', 'shoes'),
  utm_content: textOrNull('As above.', 'header'),
  visits: count('Pages viewed.', 3),
  clicks: count('Clicks.', 2),
  events: count('Custom events.', 1),
  conversions: count('Conversions, of all goals as they are now.', 2),
};

export const SessionSchema = Type.Object(sessionFields, {
  title: 'Session',
  description: 'What one visitor did with no gap over 30 minutes.',
});
