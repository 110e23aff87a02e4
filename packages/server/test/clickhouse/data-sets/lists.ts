import fc, { type Arbitrary } from 'fast-check';
import { SESSION_TEXTS } from '#goalpost/model/session.js';
import { asked } from './asked.js';
import { date, fields, key, orNull, rarely, some, text } from './values.js';

export const oneOrSome = (of: Arbitrary<unknown>) => fc.oneof(of, some(of, 3));

const filterTexts = [
  'Firefox',
  'Chrome',
  'desktop',
  'mobile',
  'Linux',
  'iOS',
  'news',
  'Google',
  'x',
  '/',
  '/a',
  '/c',
  '😀',
];

const textsOrNull = orNull(some(orNull(fc.oneof(fc.constantFrom(...filterTexts), text)), 3));

const textFilter = fc.oneof(
  oneOrSome(fc.oneof(fc.constantFrom(...filterTexts), text)),
  fc.record({ is: textsOrNull, is_not: textsOrNull, contains: textsOrNull }, { requiredKeys: [] }),
);

export const type = rarely(fc.constantFrom('click', 'url', 'event'), fc.constant('x'));

export const ORIGIN_FILTERS = ['public', 'trusted', null];

const filters = fc.record(
  {
    ...Object.fromEntries(SESSION_TEXTS.map((name) => [name, textFilter])),
    page: textFilter,
    goals: oneOrSome(key),
    conversion_types: some(type, 2),
    conversion_origin: fc.constantFrom(...ORIGIN_FILTERS),
    origin: rarely(fc.constantFrom(...ORIGIN_FILTERS), fc.constant('own')),
    converted: rarely(fc.constantFrom(true, false, 'yes', 'no', null), fc.constant('maybe')),
  },
  { requiredKeys: [] },
);

/** Few filters at a time, because otherwise nothing would pass. */
export const fewFilters = fc
  .tuple(filters, fc.nat(), fc.nat({ max: 2 }))
  .map(([all, from, count]) => Object.fromEntries(Object.entries(all).slice(from % 18, (from % 18) + count)));

export const listed = asked(
  'POST',
  fc.constantFrom('/project/sessions', '/project/sessions', '/project/sessions?page=2'),
  fields(
    { start_date: fc.oneof(fc.constant('1970-01-01'), date), end_date: fc.oneof(fc.constant('2200-01-01'), date) },
    {
      sortKey: rarely(
        fc.constantFrom('id', 'browser', 'device', 'platform_os', 'country', 'time_spend', 'created_at'),
        fc.constant('url'),
      ),
      sortOrder: fc.constantFrom('asc', 'desc'),
      per_page: fc.constantFrom(1, 3, 100),
      page: fc.constantFrom(1, 2, 3),
      filters: fc
        .tuple(fewFilters, fc.constantFrom(null, null, true, false))
        .map(([few, inPeriod]) => (inPeriod === null ? few : { ...few, converted_in_period: inPeriod })),
    },
  ),
);
