import { computed } from '@preact/signals';
import { daysBetween, daysLater, monthsLater, today } from './days.js';
import { type Changes, go, parameter } from './place.js';
import { timeZone } from './project.js';

/** The first and the last day, as the API takes them. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Periods that move with the day on which they are looked at. */
export const PRESETS = {
  today: (day) => ({ from: day, to: day }),
  yesterday: (day) => ({ from: daysLater(day, -1), to: daysLater(day, -1) }),
  '7d': (day) => ({ from: daysLater(day, -6), to: day }),
  '28d': (day) => ({ from: daysLater(day, -27), to: day }),
  '90d': (day) => ({ from: daysLater(day, -89), to: day }),
  month: (day) => ({ from: `${day.slice(0, 7)}-01`, to: day }),
  'last-month': (day) => ({
    from: monthsLater(`${day.slice(0, 7)}-01`, -1),
    to: daysLater(`${day.slice(0, 7)}-01`, -1),
  }),
  year: (day) => ({ from: `${day.slice(0, 4)}-01-01`, to: day }),
  '12mo': (day) => ({ from: daysLater(monthsLater(day, -12), 1), to: day }),
} as const satisfies Record<string, (day: string) => Days>;

export type Preset = keyof typeof PRESETS;
const DEFAULT: Preset = '7d';

const given = parameter('period');
const from = parameter('from');
const to = parameter('to');

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The preset in the address; null when the address has dates of its own. */
export const preset = computed<Preset | null>(() => {
  if (isDates(from.value, to.value)) return null;
  return given.value !== null && given.value in PRESETS ? (given.value as Preset) : DEFAULT;
});

function isDates(first: string | null, last: string | null): boolean {
  return first !== null && last !== null && DATE.test(first) && DATE.test(last) && first <= last;
}

/** Today in the project's time zone. */
export const thisDay = computed(() => today(timeZone.value));

export const period = computed<Days>(() =>
  preset.value ? PRESETS[preset.value](thisDay.value) : { from: from.value!, to: to.value! },
);

export const choosePreset = (name: Preset) => go(changesTo(name));
export const chooseDays = (days: Days) => go(changesTo(days));

export function changesTo(chosen: Preset | Days): Changes {
  if (typeof chosen === 'string') return { period: chosen === DEFAULT ? null : chosen, from: null, to: null };
  return { period: null, ...chosen };
}

/** The period of the same kind before (-1) or after (1): whole months by months, all else by as many days. */
export function neighbour({ from, to }: Days, step: -1 | 1): Days {
  const months = wholeMonths({ from, to });
  if (months > 0) {
    const first = monthsLater(from, step * months);
    return { from: first, to: daysLater(monthsLater(first, months), -1) };
  }
  const days = (daysBetween(from, to) + 1) * step;
  return { from: daysLater(from, days), to: daysLater(to, days) };
}

/** How many whole months a period is; 0 when it is none. This month counts as whole, because its other days have yet to come. */
function wholeMonths({ from, to }: Days): number {
  if (!from.endsWith('-01')) return 0;
  const next = daysLater(to, 1);
  const isWhole = next.endsWith('-01') || preset.value === 'month' || preset.value === 'year';
  if (!isWhole) return 0;
  const [year, month] = to.split('-').map(Number) as [number, number];
  const [firstYear, firstMonth] = from.split('-').map(Number) as [number, number];
  return preset.value === 'year' ? 12 : (year - firstYear) * 12 + month - firstMonth + 1;
}

/** Moves by one period, never to days that have not come. */
export function move(step: -1 | 1): void {
  const next = neighbour(period.value, step);
  if (next.from <= thisDay.value) chooseDays(next);
}

export const COMPARISONS = ['previous_period', 'previous_year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

const compared = parameter('compare');
/** What the period is compared with. */
export const comparison = computed<Comparison>(
  () => COMPARISONS.find((one) => one === compared.value) ?? 'previous_period',
);

export function compareWith(chosen: Comparison): void {
  go({ compare: chosen === 'previous_period' ? null : chosen });
}

export const INTERVALS = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

const givenInterval = parameter('interval');

/** The intervals that make sense for a period, neither two points nor five hundred; the usual one first. */
export function intervalsFor({ from, to }: Days): readonly Interval[] {
  const days = daysBetween(from, to) + 1;
  if (days <= 2) return ['hour'];
  if (days <= 14) return ['day', 'hour'];
  if (days <= 60) return ['day', 'week'];
  if (days <= 120) return ['day', 'week', 'month'];
  return days <= 400 ? ['week', 'day', 'month'] : ['month', 'week'];
}

export const interval = computed<Interval>(() => {
  const possible = intervalsFor(period.value);
  return possible.find((one) => one === givenInterval.value) ?? possible[0]!;
});

export function divideBy(chosen: Interval): void {
  go({ interval: chosen === intervalsFor(period.value)[0] ? null : chosen }, { replace: true });
}
