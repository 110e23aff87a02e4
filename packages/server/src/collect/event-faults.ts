import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { FAULTS_MAX, type Fault, fault, isRecord, shown } from '../faults.js';
import type { Checker } from '../schema.js';
import {
  AttributeSchema,
  CurrencySchema,
  ENTRIES_MAX,
  KEY_PATTERN,
  PropertySchema,
  ValueSchema,
} from './event-schema.js';

type Line = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a refused event: what the checker finds, followed into flat objects, then what only holds between
 * fields. At most `FAULTS_MAX`.
 */
export function faultsWithin(within: Checker<TSchema>, line: Line): Fault[] {
  const found = within.faults(line).flatMap((outer) => followed(outer, line));
  const money = line.type === 'event' ? moneyFault(line) : null;
  return (money === null ? found : [...found, money]).slice(0, FAULTS_MAX);
}

/** Value and currency are given together or not at all. */
export function moneyFault({ value, currency }: Line): Fault | null {
  if ((value ?? null) !== null && (currency ?? null) === null) {
    return fault('currency', `The currency field is required with value: it must be ${expected(CurrencySchema)}.`);
  }
  if ((currency ?? null) !== null && (value ?? null) === null) {
    return fault('value', `The value field is required with currency: it must be ${expected(ValueSchema)}.`);
  }
  return null;
}

function followed(outer: Fault, line: Line): Fault[] {
  if (outer.path === 'properties') return entryFaults(outer, line.properties, PropertySchema);
  const index = /^element\.(\d+)\.attributes$/.exec(outer.path)?.[1];
  if (index === undefined) return [outer];
  return entryFaults(outer, (line.element as Line[])[Number(index)]!.attributes, AttributeSchema);
}

const KEY = new RegExp(KEY_PATTERN);

/** Says which entry of a refused flat object is wrong. */
function entryFaults(outer: Fault, object: unknown, entrySchema: TSchema): Fault[] {
  if (!isRecord(object)) return [outer];
  const entries = Object.entries(object);
  const must = (path: string, what: string) => fault(path, `The ${path} field must ${what}.`);
  if (entries.length > ENTRIES_MAX) {
    return [must(outer.path, `have at most ${ENTRIES_MAX} entries; got ${entries.length}`)];
  }
  return entries.flatMap(([key, value]) => {
    if (!KEY.test(key)) return [must(outer.path, `have keys of 1 to 64 characters on one line; got ${shown(key)}`)];
    if (Check(entrySchema, value)) return [];
    return [must(`${outer.path}.${key}`, `be ${expected(entrySchema)}; got ${shown(value)}`)];
  });
}

/** Every schema of a single value says what it expects; see `schema.ts`. */
function expected(schema: TSchema): string {
  return String((schema as { expected?: unknown }).expected);
}
