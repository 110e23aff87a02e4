import fc from 'fast-check';
import { FUNNEL_SESSIONS, STEP_ORDERS } from '#goalpost/model/funnels/path.js';
import { CONVERSION_GROUPS, FIGURE_SORT_KEYS, REPORT_GROUPS, TIME_GROUPS } from '#goalpost/model/report.js';
import { SESSION_TEXTS } from '#goalpost/model/session.js';
import { COMPARISONS } from '#goalpost/period/compared.js';
import { asked } from './asked.js';
import { fewFilters, ORIGIN_FILTERS, oneOrSome, type } from './lists.js';
import { date, fields, key, orNull, rarely, rule, some } from './values.js';

const groupBy = fc.uniqueArray(
  fc.oneof(fc.constantFrom(...REPORT_GROUPS), fc.constantFrom(...CONVERSION_GROUPS, 'day' as const)),
  { maxLength: 2, selector: (group) => (TIME_GROUPS.includes(group as never) ? 'time' : group) },
);

const panel = fc
  .tuple(
    groupBy,
    rarely(fc.constantFrom(...FIGURE_SORT_KEYS, 'value:EUR', null), fc.constantFrom('day', 'goal')),
    fc.constantFrom('', '-'),
    orNull(rarely(fc.constantFrom(1, 2, 3, 1000), fc.constant(1001))),
  )
  .map(([by, figure, direction, most]) => ({
    group_by: by,
    ...((figure ?? by[0]) && { sort: direction + (figure ?? by[0]) }),
    ...(most && { limit: most }),
  }));

const START_DATES = ['2025-12-01', '2026-01-02', '2026-01-03 10:00:00'];

const END_DATES = ['2026-01-03', '2026-01-04', '2026-02-20'];

export const reported = asked(
  'POST',
  fc.constant('/reports/conversions'),
  fc
    .tuple(
      fields(
        {
          start_date: rarely(fc.constantFrom(...START_DATES), date),
          end_date: rarely(fc.constantFrom(...END_DATES), date),
        },
        { conversion_types: some(type, 2), origin: fc.constantFrom(...ORIGIN_FILTERS) },
      ),
      fewFilters,
      rarely(
        fc.constant({}),
        oneOrSome(key).map((goals) => ({ goals })),
      ),
      fc.constantFrom({}, ...COMPARISONS.map((compare) => ({ compare })), {
        compare: { start_date: '2026-01-02', end_date: '2026-01-03' },
      }),
      fc.oneof(
        panel,
        fc.array(panel, { minLength: 1, maxLength: 4 }).map((queries) => ({ queries })),
      ),
    )
    .map(([about, filters, ...others]) => Object.assign({ ...about, filters }, ...others) as object),
);

const step = fc.oneof(
  { weight: 3, arbitrary: key.map((goal) => ({ goal })) },
  { weight: 1, arbitrary: rule.map((typed) => ({ name: 'A step', ...typed })) },
);

const path = fc
  .tuple(
    fields(
      {
        start_date: rarely(fc.constantFrom(...START_DATES), date),
        end_date: rarely(fc.constantFrom(...END_DATES), date),
        steps: fc.array(step, { minLength: 2, maxLength: 4 }),
      },
      {
        order: orNull(fc.constantFrom(...STEP_ORDERS)),
        within_seconds: orNull(fc.constantFrom(1, 60, 86_400)),
        group_by: orNull(fc.constantFrom(...SESSION_TEXTS)),
        limit: fc.constantFrom(1, 2, 1000),
        compare: orNull(fc.constantFrom(...COMPARISONS)),
      },
    ),
    fewFilters,
  )
  .map(([about, filters]) => ({ ...about, filters }) as object);

export const funnel = asked('POST', fc.constant('/reports/funnel'), path);

export const funnelSessions = asked(
  'POST',
  fc.constant('/project/sessions'),
  fc.tuple(path, fc.constantFrom(1, 2), fc.constantFrom(...FUNNEL_SESSIONS)).map(([of, number, sessions]) => ({
    start_date: '1970-01-01',
    end_date: '2200-01-01',
    funnel: { ...of, step: number, sessions },
  })),
);
