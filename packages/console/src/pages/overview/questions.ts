import { computed } from '@preact/signals';
import type { Call } from '../../api/call.js';
import type { ReportRequest } from '../../api/types.js';
import { daysBetween } from '../../state/days.js';
import { apiFilters, goals, type Property } from '../../state/filters.js';
import { comparison, type Interval, interval, period } from '../../state/period.js';
import { go, parameter } from '../../state/place.js';

// What the overview asks. The totals come first, with the trend, so that they never wait for the panels.

/** The dates and filters of all questions of the page. */
const asked = computed<ReportRequest>(() => ({
  start_date: period.value.from,
  end_date: period.value.to,
  ...(goals.value.length > 0 && { goals: [...goals.value] }),
  ...(Object.keys(apiFilters.value).length > 0 && { filters: apiFilters.value }),
}));

const compared = computed<ReportRequest>(() => ({
  ...asked.value,
  ...(comparison.value !== 'none' && { compare: comparison.value }),
}));

function report(body: ReportRequest): Call {
  return { method: 'POST', path: 'reports/conversions', body };
}

export const totalsCall = computed(() =>
  report({ ...compared.value, group_by: [interval.value], sort: interval.value }),
);

/** The panels, in the order of their queries. */
export const GROUPS = [
  'source',
  'utm_campaign',
  'entry_page',
  'page',
  'country',
  'language',
  'device',
  'browser',
  'platform_os',
] as const satisfies readonly Property[];
export type Group = (typeof GROUPS)[number];

/** Rows of a panel; one more says whether there are more. */
export const PANEL_ROWS = 7;

const sorted = parameter('sort');
const SORT = /^-?(?:sessions|converted_sessions|conversion_rate|value:[A-Z]{3})$/;
/** The order of all panels. */
export const sort = computed(() =>
  sorted.value !== null && SORT.test(sorted.value) ? sorted.value : '-converted_sessions',
);

/** Sorts by a figure, the largest first; a second time the other way round. */
export function sortBy(figure: string): void {
  go({ sort: sort.value === `-${figure}` ? figure : `-${figure}` }, { replace: true });
}

/** Sparklines have at most about 40 points. */
export const sparkInterval = computed<Interval>(() => {
  const days = daysBetween(period.value.from, period.value.to) + 1;
  if (days <= 2) return 'hour';
  return days <= 40 ? 'day' : days <= 280 ? 'week' : 'month';
});

export const panelsCall = computed(() =>
  report({
    ...compared.value,
    queries: [
      { group_by: ['goal'] },
      { group_by: [sparkInterval.value], sort: sparkInterval.value },
      { group_by: ['goal', sparkInterval.value] },
      ...GROUPS.map((group) => ({ group_by: [group], sort: sort.value, limit: PANEL_ROWS + 1 })),
    ],
  }),
);

/** One panel alone, for its table, its file and its command. */
export function panelCall(group: Group | 'goal', { cursor, limit }: { cursor?: string; limit?: number } = {}): Call {
  const order = group === 'goal' ? {} : { sort: sort.value };
  return report({ ...asked.value, group_by: [group], ...order, ...(limit && { limit }), ...(cursor && { cursor }) });
}
