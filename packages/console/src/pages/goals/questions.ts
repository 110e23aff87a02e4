import { computed } from '@preact/signals';
import type { Call } from '../../api/call.js';
import { daysLater } from '../../state/days.js';
import { type Days, thisDay } from '../../state/period.js';
import { type Draft, ruleOf } from './draft.js';

/** How far back the health of goals and the preview of a rule look. */
export const HEALTH_DAYS = 30;

/** The last 30 days, today included. */
export const healthPeriod = computed<Days>(() => ({
  from: daysLater(thisDay.value, 1 - HEALTH_DAYS),
  to: thisDay.value,
}));
const dates = computed(() => ({ start_date: healthPeriod.value.from, end_date: healthPeriod.value.to }));

/** The days of the health, oldest first. */
export const healthDays = computed<readonly string[]>(() =>
  Array.from({ length: HEALTH_DAYS }, (_, index) => daysLater(healthPeriod.value.from, index)),
);

export const listCall: Call = { method: 'GET', path: 'goals' };
export const goalCall = (key: string, method: Call['method'] = 'GET', body?: object): Call => ({
  method,
  path: `goals/${encodeURIComponent(key)}`,
  ...(body && { body }),
});

/** What each goal brought, and its conversions of each day. */
export const healthCall = computed<Call>(() => ({
  method: 'POST',
  path: 'reports/conversions',
  body: {
    ...dates.value,
    compare: 'previous_period',
    queries: [{ group_by: ['goal'] }, { group_by: ['goal', 'day'] }],
  },
}));

/** Null while the rule says nothing yet. */
export function previewCall(draft: Draft): Call | null {
  const rule = ruleOf(draft);
  if (rule === null) return null;
  return { method: 'POST', path: 'goals/preview', body: { type: draft.type, rule, ...dates.value } };
}

/** Everything that a goal has counted. */
export const everCall = (key: string): Call => ({
  method: 'POST',
  path: 'reports/conversions',
  body: { start_date: '1970-01-01', end_date: thisDay.value, goals: [key] },
});
