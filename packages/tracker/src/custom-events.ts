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
  const { value, currency, ...properties } = details || {};
  for (const key in properties) properties[key] = plain(properties[key]);
  record({
    type: 'event',
    name: name.toString(),
    value: value?.toString(),
    currency: currency?.toString(),
    properties: properties as Record<string, PropertyValue | undefined>,
  });
}

/** Converts lists and objects to text, because the collector would refuse an event that contains them. */
function plain(value: unknown): PropertyValue | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? value : value?.toString();
}
