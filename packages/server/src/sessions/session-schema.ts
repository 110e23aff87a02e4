import Type from 'typebox';
import { count, orNull, textOrNull, time } from '../http/answer-fields.js';
import { ORIGINS } from '../model/event.js';
import { READ_STATUSES } from './read-marks.js';

/** Schemas of the fields that `present.ts` returns. Unknown values are null. */
export const sessionFields = {
  id: Type.String({ examples: ['1'] }),
  created_at: time('When its first event happened, UTC.', '2026-01-03T10:00:00.000Z'),
  ended_at: time('When its last event happened, UTC.', '2026-01-03T10:05:00.000Z'),
  time_spend: count('Seconds from the first event to the last.', 300),
  browser: textOrNull('For example "Firefox".', 'Firefox'),
  device: textOrNull('`desktop`, `mobile`, `tablet` or `tv`.', 'desktop'),
  platform_os: textOrNull('Operating system.', 'Linux'),
  language: textOrNull('BCP 47.', 'nl'),
  country: textOrNull('ISO 3166-1 alpha-2. Null unless the server has a geo database.', 'NL'),
  entry_page: textOrNull('Path of the first page viewed.', '/'),
  source: textOrNull('Where the visitor came from.', 'Google'),
  utm_source: textOrNull('From the first page viewed, like the fields below.', 'newsletter'),
  utm_medium: textOrNull('As above.', 'email'),
  utm_campaign: textOrNull('As above.', 'spring'),
  utm_term: textOrNull('As above.', 'shoes'),
  utm_content: textOrNull('As above.', 'header'),
  click_id: textOrNull('Of a click on an advertisement, from the first page viewed.', 'EAIaIQobChMI'),
  click_id_kind: textOrNull('The parameter that had it: `gclid`, `fbclid`, `msclkid` and so on.', 'gclid'),
  entry_origin: orNull(Type.Enum([...ORIGINS], { type: 'string' }), {
    description:
      'Who sent the page view that the entry page and the fields below it come from: the first `trusted` one, or without any the first `public` one. Null without page views.',
    examples: ['trusted'],
  }),
  visits: count('Pages viewed.', 3),
  clicks: count('Clicks.', 2),
  events: count('Custom events, without those that Goalpost sends by itself (`$form`).', 1),
  conversions: count('Conversions of all current goals.', 2),
};

/** A session in a list. CSV has the fields above alone. */
export const SessionSchema = Type.Object(
  {
    ...sessionFields,
    read_status: orNull(Type.Enum([...READ_STATUSES], { type: 'string' }), {
      description: 'What `POST sessions/mark-read` said last; null if it said nothing. Not in CSV.',
      examples: [null],
    }),
  },
  {
    title: 'Session',
    description: "One visitor's activity with no gap over 30 minutes.",
  },
);
