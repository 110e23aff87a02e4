import { computed } from '@preact/signals';
import type { Call } from '../../api/call.js';
import { apiFilters, goals } from '../../state/filters.js';
import { funnelFilter } from '../../state/funnel.js';
import { period } from '../../state/period.js';
import { go, parameter } from '../../state/place.js';

const PER_PAGE = 25;

const converted = parameter('converted');
const given = parameter('page_number');
const sorted = parameter('session_sort');

/** Columns by which sessions can be sorted, as the API names them. */
export const SORT_KEYS = ['created_at', 'time_spend', 'country', 'device', 'browser'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export const pageNumber = computed(() => Math.max(1, Number(given.value) || 1));
export const order = computed(() => {
  const key = SORT_KEYS.find((one) => one === sorted.value?.replace('-', '')) ?? 'created_at';
  return { key, isDescending: sorted.value === null || sorted.value.startsWith('-') };
});

export function turnTo(page: number): void {
  go({ page_number: page === 1 ? null : String(page) });
}

export function sortBy(key: SortKey): void {
  const { key: current, isDescending } = order.value;
  go({ session_sort: key === current && isDescending ? key : `-${key}`, page_number: null }, { replace: true });
}

/** The sessions behind the figures: with the dates and filters of the overview. */
export const listCall = computed<Call>(() => ({
  method: 'POST',
  path: 'project/sessions',
  body: {
    start_date: period.value.from,
    end_date: period.value.to,
    sortKey: order.value.key,
    sortOrder: order.value.isDescending ? 'desc' : 'asc',
    per_page: PER_PAGE,
    page: pageNumber.value,
    ...(funnelFilter.value && { funnel: funnelFilter.value }),
    filters: {
      ...apiFilters.value,
      ...(goals.value.length > 0 && converted.value !== null && { goals: goals.value }),
      ...(converted.value === 'yes' && { converted: true }),
      ...(converted.value === 'no' && { converted: false }),
      ...(converted.value === 'period' && { converted_in_period: true }),
    },
  },
}));

export const timelineCall = (id: string): Call => ({ method: 'GET', path: `sessions/${encodeURIComponent(id)}` });
