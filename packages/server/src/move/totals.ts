import type { Totals } from '../store/contents.js';

export const NOTHING: Totals = {
  sessions: 0,
  visits: 0,
  clicks: 0,
  customEvents: 0,
  conversions: new Map(),
  values: new Map(),
  eventsChecksum: 0n,
  sessionsChecksum: 0n,
};

export function eventsOf({ visits, clicks, customEvents }: Totals): number {
  return visits + clicks + customEvents;
}

/** The totals of two stretches together. */
export function sum(one: Totals, other: Totals): Totals {
  return {
    sessions: one.sessions + other.sessions,
    visits: one.visits + other.visits,
    clicks: one.clicks + other.clicks,
    customEvents: one.customEvents + other.customEvents,
    conversions: merged(one.conversions, other.conversions, (a, b) => ({
      count: a.count + b.count,
      checksum: checksumOf(a.checksum, b.checksum),
    })),
    values: merged(one.values, other.values, (a, b) => a + b),
    eventsChecksum: checksumOf(one.eventsChecksum, other.eventsChecksum),
    sessionsChecksum: checksumOf(one.sessionsChecksum, other.sessionsChecksum),
  };
}

function checksumOf(one: bigint, other: bigint): bigint {
  return BigInt.asUintN(64, one + other);
}

function merged<Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
  add: (a: Value, b: Value) => Value,
): ReadonlyMap<string, Value> {
  const all = new Map(one);
  for (const [name, value] of other) {
    const before = all.get(name);
    all.set(name, before === undefined ? value : add(before, value));
  }
  return all;
}

/** The name and value of each figure in which two stores must agree. */
export function linesOf(totals: Totals): [string, string][] {
  const conversions = [...totals.conversions].flatMap(([name, { count, checksum }]): [string, string][] => {
    const [key, version] = name.split(' ');
    const of = `conversions of goal ${key}, version ${version}`;
    return [
      [of, String(count)],
      [`checksum of ${of}`, String(checksum)],
    ];
  });
  const values = [...totals.values].map(([currency, value]): [string, string] => [
    currency === '' ? 'value without a currency' : `value in ${currency}`,
    fromMillionths(value),
  ]);
  return [
    ['sessions', String(totals.sessions)],
    ['visits', String(totals.visits)],
    ['clicks', String(totals.clicks)],
    ['custom events', String(totals.customEvents)],
    ...conversions,
    ...values,
    ['checksum of events', String(totals.eventsChecksum)],
    ['checksum of sessions', String(totals.sessionsChecksum)],
  ];
}

/** Formats millionths as a decimal number, such as "-49.000000". */
export function fromMillionths(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(7, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
