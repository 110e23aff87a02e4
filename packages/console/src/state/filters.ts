import { computed } from '@preact/signals';
import type { Filters } from '../api/types.js';
import { type Changes, go, parameter, parameters } from './place.js';

/** What sessions can be filtered by; each is also a group of a report. */
export const PROPERTIES = [
  'source',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'entry_page',
  'page',
  'country',
  'language',
  'device',
  'browser',
  'platform_os',
] as const;
export type Property = (typeof PROPERTIES)[number];

export const TESTS = ['is', 'is_not', 'contains'] as const;
export type Test = (typeof TESTS)[number];

/** One chip: sessions whose property passes the test. */
export interface Filter {
  readonly property: Property;
  readonly test: Test;
  /** Null: what is not known. */
  readonly value: string | null;
}

// In the address: `country==NL`, `country=!NL`, `entry_page=~shoes`, and `country=unknown` and `country=known` for null.
const SIGNS: Readonly<Record<string, Test>> = { '=': 'is', '!': 'is_not', '~': 'contains' };

const written = parameters(PROPERTIES);

/** The filters of the address, in its order. What cannot be read is left out. */
export const filters = computed<readonly Filter[]>(() =>
  written.value.flatMap(([name, text]): Filter[] => {
    const property = name as Property;
    if (text === 'unknown') return [{ property, test: 'is', value: null }];
    if (text === 'known') return [{ property, test: 'is_not', value: null }];
    const test = SIGNS[text[0] ?? ''];
    return test && text.length > 1 ? [{ property, test, value: text.slice(1) }] : [];
  }),
);

function textOf({ test, value }: Filter): string {
  if (value === null) return test === 'is' ? 'unknown' : 'known';
  return `${test === 'is' ? '=' : test === 'is_not' ? '!' : '~'}${value}`;
}

const isSame = (one: Filter, other: Filter) => one.property === other.property && textOf(one) === textOf(other);

/** The changes of the address that leave these filters of a property, or of all. */
function only(kept: readonly Filter[], properties: readonly Property[] = PROPERTIES): Changes {
  return Object.fromEntries(
    properties.map((property) => [property, kept.filter((one) => one.property === property).map(textOf)]),
  );
}

/** With this filter too. One that says the same, or the opposite, gives way. */
export function changesToAdd(filter: Filter): Changes {
  const others = filters.value.filter(
    (one) =>
      !(one.property === filter.property && one.value === filter.value && one.test !== 'contains') &&
      !isSame(one, filter),
  );
  return only([...others, filter], [filter.property]);
}

export const addFilter = (filter: Filter) => go(changesToAdd(filter));
export const removeFilter = (filter: Filter) =>
  go(
    only(
      filters.value.filter((one) => !isSame(one, filter)),
      [filter.property],
    ),
  );

const goalsWritten = parameters(['goal']);
/** Keys of the goals that count; none: all. */
export const goals = computed<readonly string[]>(() => goalsWritten.value.map(([, key]) => key));

export function toggleGoal(key: string): void {
  const others = goals.value.filter((one) => one !== key);
  go({ goal: others.length < goals.value.length ? others : [...others, key] });
}

const othersWritten = parameter('also');
/** Filters that a saved funnel has and the console has no chip for, such as `origin`. In the address as JSON. */
export const otherFilters = computed<Readonly<Record<string, unknown>>>(() => {
  try {
    return JSON.parse(othersWritten.value ?? '{}');
  } catch {
    return {};
  }
});
const hasOthers = computed(() => Object.keys(otherFilters.value).length > 0);

/** With these filters of the API alone. */
export function changesToFilters(given: Filters): Changes {
  const chips: Filter[] = [];
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value == null) continue;
    const property = PROPERTIES.find((one) => one === name);
    const tests = typeof value === 'string' || Array.isArray(value) ? { is: [value].flat() } : value;
    const found = property && TESTS.flatMap((test) => chipsOf(property, test, tests as Tests));
    if (found?.every(({ test, value }) => test !== 'contains' || value !== null)) chips.push(...found);
    else others[name] = value;
  }
  return { ...only(chips), also: Object.keys(others).length > 0 ? JSON.stringify(others) : null };
}

type Tests = Partial<Record<Test, readonly (string | null)[] | null>>;

function chipsOf(property: Property, test: Test, tests: Tests): readonly Filter[] {
  return (tests[test] ?? []).map((value) => ({ property, test, value }));
}

export const isFiltered = computed(() => filters.value.length > 0 || goals.value.length > 0 || hasOthers.value);

export function clearFilters(): void {
  go({
    ...Object.fromEntries(PROPERTIES.map((name) => [name, null])),
    goal: null,
    also: null,
    converted: null,
    funnel_at: null,
    funnel_sessions: null,
  });
}

/** The filters as the API takes them. */
export const apiFilters = computed<Filters>(() => {
  const tests: Record<string, Record<string, (string | null)[]>> = {};
  for (const { property, test, value } of filters.value) {
    tests[property] ??= {};
    tests[property][test] ??= [];
    tests[property][test].push(value);
  }
  return { ...otherFilters.value, ...tests } as Filters;
});
