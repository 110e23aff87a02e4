import Type from 'typebox';
import { count, orNull, textOrNull, time } from '../http/answer-fields.js';
import { answer, examples } from '../http/responses.js';

const figureFields = {
  sessions: count('Sessions that began in the period.', 1000),
  converted_sessions: count('Those of them with a conversion, at any time in the session.', 40),
  conversion_rate: orNull(Type.Number(), {
    description: '`converted_sessions` divided by `sessions`, rounded to 6 decimals; null when there are no sessions.',
    examples: [0.04],
  }),
  conversions: count('Conversions that happened in the period.', 57),
  value: Type.Record(Type.String(), Type.String(), {
    description: 'What these conversions are worth: a decimal for each currency.',
    examples: [{ EUR: '1234.50' }],
  }),
};

const Figures = Type.Object(figureFields, { title: 'Figures' });

export const Period = Type.Object(
  {
    from: time('Its first moment.', '2025-12-31T23:00:00Z'),
    until: time('The moment after its last.', '2026-01-31T23:00:00Z'),
    time_zone: Type.String({ description: 'The time zone of the project.', examples: ['Europe/Amsterdam'] }),
    data_from: orNull(Type.String({ format: 'date-time' }), {
      description: 'The first moment that the retention of this server has kept; null when it keeps everything.',
      examples: [null],
    }),
  },
  { title: 'ReportPeriod' },
);

const Row = Type.Object(
  {
    group: Type.Record(Type.String(), orNull(Type.String(), {}), {
      description: 'The value of each group of the query; null when it is not known.',
      examples: [{ source: 'Google' }],
    }),
    ...figureFields,
    before: Type.Optional(
      orNull(Figures, {
        description: 'With `compare`: the same in the earlier period; null where it has no such time.',
      }),
    ),
  },
  { title: 'ReportRow' },
);

const rowsFields = {
  rows: Type.Array(Row),
  next_cursor: textOrNull('Leads to the next page; null on the last one.'),
};

const FIGURES = {
  sessions: 400,
  converted_sessions: 20,
  conversion_rate: 0.05,
  conversions: 30,
  value: { EUR: '900.00' },
};

export const ReportAnswerSchema = answer(
  Type.Object(
    {
      error: Type.Boolean({ description: 'Always false.', examples: [false] }),
      data: Type.Object({
        period: Period,
        totals: Figures,
        rows: Type.Optional(rowsFields.rows),
        next_cursor: Type.Optional(rowsFields.next_cursor),
        queries: Type.Optional(
          Type.Array(Type.Object(rowsFields, { title: 'ReportRows' }), {
            description: 'In place of `rows`: those of each query.',
          }),
        ),
        before: Type.Optional(
          Type.Object({ period: Period, totals: Figures }, { description: 'With `compare`: the earlier period.' }),
        ),
      }),
    },
    {
      title: 'ReportAnswer',
      ...examples({
        sources: {
          summary: 'Where converting sessions came from',
          value: {
            error: false,
            data: {
              period: {
                from: '2025-12-31T23:00:00Z',
                until: '2026-01-31T23:00:00Z',
                time_zone: 'Europe/Amsterdam',
                data_from: null,
              },
              totals: {
                sessions: 1000,
                converted_sessions: 40,
                conversion_rate: 0.04,
                conversions: 57,
                value: { EUR: '1234.50' },
              },
              rows: [{ group: { source: 'Google' }, ...FIGURES }],
              next_cursor: null,
            },
          },
        },
      }),
    },
  ),
);
