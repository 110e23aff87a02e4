import { keyFor } from '../../api/key-for.js';
import type { Goal } from '../../api/types.js';

// What the editor of a goal holds. The rules of all types are kept, so that nothing is lost by looking at another type.

export const TYPES = ['url', 'click', 'event'] as const;
export const MATCHES = ['equals', 'prefix', 'contains', 'glob', 'regex'] as const;
export const URL_PARTS = ['path', 'path_query', 'url'] as const;
export const COUNTS = ['every', 'once'] as const;
/** `usual`: as the server decides for a new goal. */
export const VALUES_FROM = ['usual', 'none', 'event', 'trusted_event', 'goal'] as const;
export const PROPERTY_KINDS = ['text', 'number', 'true', 'false', 'null'] as const;

type One<List extends readonly string[]> = List[number];

export interface PropertyDraft {
  readonly name: string;
  readonly kind: One<typeof PROPERTY_KINDS>;
  readonly value: string;
}

interface TextRule {
  readonly match: One<typeof MATCHES>;
  readonly pattern: string;
}

export interface Draft {
  readonly name: string;
  readonly key: string;
  readonly type: One<typeof TYPES>;
  readonly url: TextRule & { readonly on: One<typeof URL_PARTS> };
  readonly click: { readonly selector: string; readonly text: string; readonly href: TextRule };
  readonly event: { readonly name: string; readonly properties: readonly PropertyDraft[] };
  readonly count: One<typeof COUNTS>;
  readonly valueFrom: One<typeof VALUES_FROM>;
  readonly value: string;
  readonly currency: string;
}

const EMPTY: Draft = {
  name: '',
  key: '',
  type: 'url',
  url: { match: 'prefix', pattern: '', on: 'path' },
  click: { selector: '', text: '', href: { match: 'prefix', pattern: '' } },
  event: { name: '', properties: [] },
  count: 'every',
  valueFrom: 'usual',
  value: '',
  currency: 'EUR',
};

/** The draft that an editor begins with. Null: a new goal. */
export function draftOf(goal: Goal | null): Draft {
  if (!goal) return EMPTY;
  const { name, key, count, value, currency, value_from: valueFrom } = goal;
  const common = { ...EMPTY, name, key, count, valueFrom, value: value ?? '', currency: currency ?? EMPTY.currency };
  switch (goal.type) {
    case 'url':
      return { ...common, type: 'url', url: { ...goal.rule, on: goal.rule.on ?? 'path' } };
    case 'click': {
      const { selector, text, href } = goal.rule;
      return {
        ...common,
        type: 'click',
        click: { selector: selector ?? '', text: text ?? '', href: href ?? EMPTY.click.href },
      };
    }
    case 'event':
      return {
        ...common,
        type: 'event',
        event: { name: goal.rule.name, properties: Object.entries(goal.rule.properties ?? {}).map(propertyDraft) },
      };
  }
}

function propertyDraft([name, value]: [string, string | number | boolean | null]): PropertyDraft {
  if (typeof value === 'string') return { name, kind: 'text', value };
  if (typeof value === 'number') return { name, kind: 'number', value: String(value) };
  return { name, kind: String(value) as 'true', value: '' };
}

/** The rule for the API; null as long as it says nothing. */
export function ruleOf({ type, url, click, event }: Draft): object | null {
  switch (type) {
    case 'url':
      return url.pattern === '' ? null : url;
    case 'click': {
      const { selector, text, href } = click;
      const rule = {
        ...(selector.trim() && { selector: selector.trim() }),
        ...(text.trim() && { text: text.trim() }),
        ...(href.pattern && { href }),
      };
      return Object.keys(rule).length === 0 ? null : rule;
    }
    case 'event': {
      if (event.name === '') return null;
      const named = event.properties.filter(({ name }) => name !== '');
      return {
        name: event.name,
        ...(named.length > 0 && {
          properties: Object.fromEntries(named.map((one) => [one.name, propertyValue(one)])),
        }),
      };
    }
  }
}

function propertyValue({ kind, value }: PropertyDraft): unknown {
  if (kind === 'text') return value;
  return kind === 'number' ? Number(value.replace(',', '.')) : JSON.parse(kind);
}

/** The body that saves the goal. A key is only for a new one. */
export function bodyOf(draft: Draft, isNew: boolean): object {
  const { name, type, count, valueFrom, value, currency } = draft;
  return {
    ...(isNew && { key: draft.key || keyFor(name) }),
    name: name.trim(),
    type,
    rule: ruleOf(draft) ?? {},
    count,
    ...(valueFrom === 'goal'
      ? { value: value.trim().replace(',', '.'), currency: currency.trim().toUpperCase() }
      : { value: null, currency: null }),
    ...(valueFrom !== 'usual' && { value_from: valueFrom }),
  };
}
