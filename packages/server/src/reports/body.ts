import Type, { type Static } from 'typebox';
import { conversionTypes, filterFields, goalKeys, origin } from '../http/filters/session-filters.js';
import { examples } from '../http/responses.js';
import { GROUPS_MAX, REPORT_GROUPS, REPORT_LIMIT_MAX } from '../model/report.js';
import { COMPARISONS } from '../period/compared.js';
import { DateText, END_DATE, START_DATE } from '../period/period-fields.js';
import { checker, optional } from '../validation/schema.js';
import { SORT_PATTERN } from './sorting.js';

/** Queries of one request. */
export const QUERIES_MAX = 16;
/** Characters of a cursor, which has the texts of a row's groups. */
export const REPORT_CURSOR_MAX = 65_536;

const GROUPS = REPORT_GROUPS.map((group) => `"${group}"`).join(', ');

/** The dates of a report. */
export const periodFields = {
  start_date: Type.String({ ...DateText, ...START_DATE }),
  end_date: Type.String({ ...DateText, ...END_DATE }),
};

export const sessionFilters = optional(Type.Object(filterFields, { expected: 'an object' }), {
  description:
    'Only sessions that match all filters, which are those of `project/sessions`. Unknown filters are refused.',
  examples: [{ country: ['NL', 'BE'], entry_page: { contains: ['/shoes'] } }],
});

const CompareSchema = Type.Union(
  [
    Type.Enum([...COMPARISONS], { type: 'string' }),
    Type.Object(periodFields, { expected: 'an object with start_date and end_date' }),
  ],
  { expected: '"previous_period", "previous_year", or an object with start_date and end_date' },
);

export const compare = optional(CompareSchema, {
  description:
    'An earlier period to compare with: rows and totals then have `before`. `previous_period`: as many months or days before; `previous_year`: the same dates a year before.',
  examples: ['previous_period'],
});

export const rowLimit = optional(
  Type.Integer({ minimum: 1, maximum: REPORT_LIMIT_MAX, expected: `an integer from 1 to ${REPORT_LIMIT_MAX}` }),
  { description: 'Rows per page.', default: REPORT_LIMIT_MAX, examples: [100] },
);

export const cursor = optional(
  Type.String({ maxLength: REPORT_CURSOR_MAX, expected: 'the next_cursor of an earlier answer' }),
  { description: '`next_cursor` of the page before, with everything else unchanged.' },
);

/** The fields of one query. */
const queryFields = {
  group_by: optional(
    Type.Array(Type.Enum([...REPORT_GROUPS], { type: 'string', expected: `one of ${GROUPS}` }), {
      maxItems: GROUPS_MAX,
      expected: `a list of at most ${GROUPS_MAX} groups`,
    }),
    {
      description:
        'What a row is about: at most two of these, of which at most one is a time (`hour`, `day`, `week`, `month`). Absent or empty: only the totals.',
      examples: [['source']],
    },
  ),
  sort: optional(
    Type.String({
      pattern: SORT_PATTERN,
      expected:
        '"conversions", "sessions", "converted_sessions", "conversion_rate", "value:EUR" or one of the groups, with "-" before it for the largest first',
    }),
    {
      description:
        'The figure, currency or group that rows are ordered by; `-` puts the largest first. Equal rows are ordered by their groups.',
      default: '-conversions',
      examples: ['-conversions'],
    },
  ),
  limit: rowLimit,
};

const QuerySchema = Type.Object(queryFields, { title: 'ReportQuery', expected: 'an object' });

export const reportBody = checker(
  Type.Object(
    {
      ...periodFields,
      goals: goalKeys('Only conversions of these goals. Absent or empty: all goals.'),
      conversion_types: conversionTypes('Only conversions of these types. Absent or empty: all types.'),
      origin: origin('Only conversions of this origin.'),
      filters: sessionFilters,
      compare,
      ...queryFields,
      cursor,
      queries: optional(
        Type.Array(QuerySchema, {
          minItems: 1,
          maxItems: QUERIES_MAX,
          expected: `a list of 1 to ${QUERIES_MAX} queries`,
        }),
        {
          description:
            'Several queries at once, in place of `group_by`, `sort`, `limit` and `cursor`: all are answered from the same data.',
        },
      ),
    },
    {
      title: 'ReportRequest',
      ...examples({
        sources: {
          summary: 'Where converting sessions came from',
          value: { start_date: '2026-01-01', end_date: '2026-01-31', group_by: ['source'] },
        },
        days: {
          summary: 'Conversions of a goal by day, next to the month before',
          value: {
            start_date: '2026-01-01',
            end_date: '2026-01-31',
            goals: ['thanks'],
            group_by: ['day'],
            sort: 'day',
            compare: 'previous_period',
          },
        },
        dashboard: {
          summary: 'Several panels of a page',
          value: {
            start_date: '2026-01-01',
            end_date: '2026-01-31',
            filters: { device: 'mobile' },
            queries: [
              { group_by: ['day'], sort: 'day' },
              { group_by: ['goal'] },
              { group_by: ['entry_page'], limit: 10 },
            ],
          },
        },
      }),
    },
  ),
);

export type ReportBody = Static<typeof reportBody.schema>;
export type QueryBody = Pick<ReportBody, 'group_by' | 'sort' | 'limit' | 'cursor'>;
