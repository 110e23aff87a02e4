const YEAR = { start_date: '2025-01-01', end_date: '2025-12-31' };
const MONTH = { start_date: '2025-09-01', end_date: '2025-09-30' };
const GROUPS = [
  'day',
  'goal',
  'source',
  'entry_page',
  'country',
  'device',
  'browser',
  'utm_campaign',
  'language',
  'page',
];
const TWELVE = [[], ...GROUPS.map((group) => [group]), ['type', 'platform_os']].map((group_by) => ({
  group_by,
  limit: 100,
}));
const BEST_SOURCE = { source: 'Google' };
const ONE_GOAL = { goals: ['purchase'] };
const THREE_GOALS = { goals: ['purchase', 'thanks', 'demo'] };

const FOUR_STEPS = { steps: ['docs', 'pricing', 'buy', 'purchase'].map((goal) => ({ goal })) };
const RULE_STEPS = {
  steps: [{ name: 'Pricing', type: 'url', rule: { match: 'equals', pattern: '/pricing' } }, { goal: 'purchase' }],
};

/** The measured reports about the data of `visitors.mjs`, with the longest median that the project aims at, in ms. */
export const REPORT_CASES = [
  { name: 'year-totals', body: YEAR, atMostMs: 50 },
  { name: 'year-by-day', body: { ...YEAR, group_by: ['day'] }, atMostMs: 50 },
  { name: 'year-by-goal', body: { ...YEAR, group_by: ['goal'] }, atMostMs: 50 },
  { name: 'year-by-source', body: { ...YEAR, group_by: ['source'] }, atMostMs: 50 },
  { name: 'year-by-source-one-goal', body: { ...YEAR, ...ONE_GOAL, group_by: ['source'] }, atMostMs: 50 },
  { name: 'year-by-source-three-goals', body: { ...YEAR, ...THREE_GOALS, group_by: ['source'] }, atMostMs: 500 },
  {
    name: 'year-by-source-filters-5-percent',
    body: { ...YEAR, filters: { device: 'desktop', country: ['AL', 'AM'] }, group_by: ['source'] },
    atMostMs: 300,
  },
  {
    name: 'year-by-source-filters-40-percent',
    body: {
      ...YEAR,
      filters: { device: { is_not: ['desktop'] }, browser: ['Chrome', 'Safari'] },
      group_by: ['source'],
    },
    atMostMs: 1000,
  },
  {
    name: 'year-by-entry-page-previous-year',
    body: { ...YEAR, group_by: ['entry_page'], limit: 100, compare: 'previous_year' },
    atMostMs: 500,
  },
  { name: 'month-totals', body: MONTH, atMostMs: 60 },
  { name: 'month-by-day', body: { ...MONTH, group_by: ['day'] }, atMostMs: 60 },
  { name: 'month-by-goal', body: { ...MONTH, group_by: ['goal'] }, atMostMs: 60 },
  { name: 'month-by-source', body: { ...MONTH, group_by: ['source'] }, atMostMs: 60 },
  {
    name: 'month-by-entry-page-compared',
    body: { ...MONTH, group_by: ['entry_page'], compare: 'previous_period' },
    atMostMs: 200,
  },
  { name: 'month-twelve-queries', body: { ...MONTH, queries: TWELVE }, atMostMs: 150 },
  { name: 'month-twelve-queries-filter', body: { ...MONTH, filters: BEST_SOURCE, queries: TWELVE }, atMostMs: 500 },
  { name: 'year-funnel', report: 'funnel', body: { ...YEAR, ...FOUR_STEPS }, atMostMs: 4000 },
  { name: 'month-funnel', report: 'funnel', body: { ...MONTH, ...FOUR_STEPS }, atMostMs: 200 },
  { name: 'month-funnel-rule', report: 'funnel', body: { ...MONTH, ...RULE_STEPS }, atMostMs: 3000 },
];

/** Reports just after late events on so many days. */
export const LATE_CASES = [
  { name: 'month-late-1-day', days: 1, body: { ...MONTH, group_by: ['source'] }, atMostMs: 300 },
  { name: 'month-late-30-days', days: 30, body: { ...MONTH, group_by: ['source'] }, atMostMs: 1000 },
];
