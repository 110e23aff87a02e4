import Type from 'typebox';

/** The start or end of a period in a request. `docs/api/periods.md` lists the accepted forms. */
export const DateText = Type.String({
  format: 'date-time',
  expected: 'a date such as "2026-01-31", "2026-01-31 23:59:59" or "2026-01-31T23:59:59+01:00"',
});

export const START_DATE = {
  description: 'Beginning of the period, inclusive. Without an offset it is read in the time zone of the project.',
  examples: ['2026-01-01 00:00:00'],
};

export const END_DATE = {
  description:
    'End of the period, inclusive: given to the second it includes that whole second, given to the day that whole day.',
  examples: ['2026-01-31 23:59:59'],
};
