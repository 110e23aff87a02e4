import { computed } from '@preact/signals';
import type { FunnelStepGiven, SavedFunnel } from '../api/types.js';
import { apiFilters, changesToFilters, PROPERTIES } from './filters.js';
import { period } from './period.js';
import { type Changes, parameter, parameters } from './place.js';

// The funnel of the address: `step=buy&step=/thanks&order=directly&within=3600&by=device`.

export const STEPS_MAX = 10;

const written = parameters(['step']);
const orderGiven = parameter('order');
const withinGiven = parameter('within');
const byGiven = parameter('by');

/** The steps as the address has them: the key of a goal, the path of a page, or a step of the API as JSON. Empty: not chosen yet. */
export const stepTexts = computed<readonly string[]>(() => {
  const texts = written.value.map(([, text]) => text).slice(0, STEPS_MAX);
  return texts.length >= 2 ? texts : [...texts, '', ''].slice(0, 2);
});

export const ORDERS = ['eventually', 'directly'] as const;
export const order = computed(() => ORDERS.find((one) => one === orderGiven.value) ?? ORDERS[0]);

/** In seconds; null: at any time in the session. */
export const within = computed(() => Number.parseInt(withinGiven.value ?? '', 10) || null);

/** Properties of sessions by which a funnel can be split. */
export const GROUPS = PROPERTIES.filter((one) => one !== 'page');
export const by = computed<(typeof GROUPS)[number] | null>(() => GROUPS.find((one) => one === byGiven.value) ?? null);

/** The funnel of the address without its period; null as long as a step is not chosen. */
export const funnel = computed(() => {
  const steps = stepTexts.value.map(stepOf);
  if (steps.some((one) => one === null)) return null;
  return {
    steps: steps as readonly FunnelStepGiven[],
    order: order.value,
    within_seconds: within.value,
    filters: apiFilters.value,
    group_by: by.value,
  };
});

/** As the API takes a step; null for one that cannot be read. */
export function stepOf(text: string): FunnelStepGiven | null {
  if (text.startsWith('/')) {
    const isPrefix = text.endsWith('*');
    const rule = { match: isPrefix ? 'prefix' : 'equals', pattern: isPrefix ? text.slice(0, -1) : text } as const;
    return { name: text, type: 'url', rule: { ...rule, on: 'path' } };
  }
  if (!text.startsWith('{')) return text === '' ? null : { goal: text };
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** As the address has a step of the API. */
export function textOf(step: FunnelStepGiven): string {
  if ('goal' in step) return step.goal;
  if (step.type === 'url' && JSON.stringify(stepOf(step.name)) === JSON.stringify(step)) return step.name;
  return JSON.stringify(step);
}

/** What opens a saved funnel. */
export function changesToOpen({ key, steps, order, within_seconds, group_by, filters }: SavedFunnel): Changes {
  return {
    edited: key,
    step: steps.map(textOf),
    order: order === 'directly' ? order : null,
    within: within_seconds == null ? null : String(within_seconds),
    by: group_by ?? null,
    ...changesToFilters(filters ?? {}),
  };
}

const atGiven = parameter('funnel_at');
const sessionsGiven = parameter('funnel_sessions');

/** Which sessions of the funnel a list shows: those that reached a step, or that left after it. Null: any. */
export const funnelSessions = computed(() => {
  const step = Number.parseInt(atGiven.value ?? '', 10);
  if (funnel.value === null || !(step >= 1)) return null;
  return { step, sessions: sessionsGiven.value === 'left_after' ? ('left_after' as const) : ('reached' as const) };
});

/** The filter `funnel` of the list of sessions. */
export const funnelFilter = computed(() => {
  if (funnelSessions.value === null || funnel.value === null) return null;
  const { group_by: _, ...asked } = funnel.value;
  return { ...asked, start_date: period.value.from, end_date: period.value.to, ...funnelSessions.value };
});

/** What leads from a list of a funnel's sessions to any. */
export const NO_FUNNEL_SESSIONS: Changes = { funnel_at: null, funnel_sessions: null };
