import { computed } from '@preact/signals';
import type { Filters } from '../api/types.js';
import { type Changes, go, parameters } from './place.js';

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

/** The changes of the address that leave these filters of a property. */
function only(property: Property, kept: readonly Filter[]): Changes {
  return { [property]: kept.filter((one) => one.property === property).map(textOf) };
}

/** With this filter too. One that says the same, or the opposite, gives way. */
export function changesToAdd(filter: Filter): Changes {
  const others = filters.value.filter(
    (one) =>
      !(one.property === filter.property && one.value === filter.value && one.test !== 'contains') &&
      !isSame(one, filter),
  );
  return only(filter.property, [...others, filter]);
}

/** With these filters alone. */
export function changesToOnly(kept: readonly Filter[]): Changes {
  return Object.assign({}, ...PROPERTIES.map((property) => only(property, kept)));
}

export const addFilter = (filter: Filter) => go(changesToAdd(filter));
export const removeFilter = (filter: Filter) =>
  go(
    only(
      filter.property,
      filters.value.filter((one) => !isSame(one, filter)),
    ),
  );

const goalsWritten = parameters(['goal']);
/** Keys of the goals that count; none: all. */
export const goals = computed<readonly string[]>(() => goalsWritten.value.map(([, key]) => key));

export function toggleGoal(key: string): void {
  const others = goals.value.filter((one) => one !== key);
  go({ goal: others.length < goals.value.length ? others : [...others, key] });
}

export const isFiltered = computed(() => filters.value.length > 0 || goals.value.length > 0);

export function clearFilters(): void {
  go({
    ...Object.fromEntries(PROPERTIES.map((name) => [name, null])),
    goal: null,
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
  return tests as Filters;
});
