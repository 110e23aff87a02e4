import type { PropertyValue } from './event.js';
import { record } from './outbox.js';

/** What a page says about a custom event: money, and properties of its own. */
export interface Details {
  /** Decimal, best as a string: '49.00'. */
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

/** The collector takes no lists or objects; they go as their text, rather than have it refuse the event. */
function plain(value: unknown): PropertyValue | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? value : value?.toString();
}
