import type { PropertyValue } from './event.js';
import { record } from './outbox.js';

/** Money and properties of a custom event. */
export interface Details {
  /** A decimal number, preferably as a string: '49.00'. */
  value?: unknown;
  /** ISO 4217. */
  currency?: unknown;
  [property: string]: unknown;
}

export function recordCustomEvent(name: string, details?: Details | null): void {
  const given = { ...details };
  for (const key in given) {
    // Lists and objects become text, because the collector would refuse an event that contains them.
    if (!/^(nu|bo)/.test(typeof given[key])) given[key] = given[key]?.toString();
  }
  const { value, currency, ...properties } = given as Record<string, PropertyValue | undefined>;
  record({ type: 'event', name: name.toString(), value: value?.toString(), currency, properties });
}
