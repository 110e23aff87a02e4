import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { ENTRIES_MAX, KEY_PATTERN } from '../../model/event-limits.js';
import { anyOf, FAULTS_MAX, type Fault, type Faults, fault, isRecord, shown } from '../../validation/faults.js';
import { AttributeSchema, CurrencySchema, PropertySchema, ValueSchema } from './event-schema.js';

type Line = Readonly<Record<string, unknown>>;

/**
 * The faults of a refused event: the checker's faults, in detail for flat objects, then the fault between fields. At most
 * `FAULTS_MAX`.
 */
export function faultsWithin([outer, ...others]: Faults, line: Line, further: Fault | null = null): Faults {
  const [first, ...more] = detailed(outer, line);
  const [, ...rest] = [
    first,
    ...more,
    ...others.flatMap((other) => detailed(other, line)),
    ...(further ? [further] : []),
  ].slice(0, FAULTS_MAX);
  return [first, ...rest];
}

/** Value and currency must be given together. */
export function moneyFault({ value, currency }: Line): Fault | null {
  if ((value ?? null) !== null && (currency ?? null) === null) {
    return fault('currency', 'event_money', { field: 'currency', given: 'value', expected: expected(CurrencySchema) });
  }
  if ((currency ?? null) !== null && (value ?? null) === null) {
    return fault('value', 'event_money', { field: 'value', given: 'currency', expected: expected(ValueSchema) });
  }
  return null;
}

function detailed(outer: Fault, line: Line): Faults {
  if (outer.path === 'properties') return entryFaults(outer, line.properties, PropertySchema);
  const index = /^element\.(\d+)\.attributes$/.exec(outer.path)?.[1];
  if (index === undefined) return [outer];
  return entryFaults(outer, (line.element as Line[])[Number(index)]!.attributes, AttributeSchema);
}

const KEY = new RegExp(KEY_PATTERN);

/** The faults of each entry in a refused flat object. */
function entryFaults(outer: Fault, object: unknown, entrySchema: TSchema): Faults {
  if (!isRecord(object)) return [outer];
  const entries = Object.entries(object);
  if (entries.length > ENTRIES_MAX) {
    return [fault(outer.path, 'entries', { field: outer.path, count: ENTRIES_MAX, value: entries.length })];
  }
  const faults = entries.flatMap(([key, value]) => {
    if (!KEY.test(key)) return [fault(outer.path, 'entry_key', { field: outer.path, value: shown(key) })];
    if (Check(entrySchema, value)) return [];
    const field = `${outer.path}.${key}`;
    return [fault(field, 'wrong', { field, expected: expected(entrySchema), value: shown(value) })];
  });
  return anyOf(faults) ? faults : [outer];
}

/** Every schema of a single value has `expected`; see `schema.ts`. */
function expected(schema: TSchema): string {
  return String((schema as { expected?: unknown }).expected);
}
