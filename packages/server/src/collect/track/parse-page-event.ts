import type { Fault } from '../../validation/faults.js';
import { fault, isRecord } from '../../validation/faults.js';
import { parseTrackedEvent, type TrackedEventParsed } from '../event/parse-event.js';
import { fitted } from './fit.js';

type Fields = Readonly<Record<string, unknown>>;

export type PageEventParsed = TrackedEventParsed & {
  /** Faults of fields that the event is stored without. Each sentence says so. */
  readonly leftOut: readonly Fault[];
};

/**
 * Parses an event of a page, whose visitor reads no errors: what is of no use is left out where the event is true without
 * it. Fits and reduces an event only if it is refused as sent, because few need it.
 */
export function parsePageEvent(sent: unknown): PageEventParsed {
  const parsed = parseTrackedEvent(sent);
  if (parsed.ok || !isRecord(sent)) return { ...parsed, leftOut: [] };
  const event = fitted(sent);
  const again = parseTrackedEvent(event);
  if (again.ok) return { ...again, leftOut: [] };
  const unusable = again.faults.filter(({ path }) => isDetail(path, event));
  const reduced = parseTrackedEvent(unusable.reduce(without, event));
  return { ...reduced, leftOut: reduced.ok ? unusable.map(leftOut) : [] };
}

/** Whether an event is true without a field. A visit is one of its address; a truncated address is a different one. */
function isDetail(path: string, { type }: Fields): boolean {
  if (path === 'url') return type !== 'visit';
  return ['referrer', 'href', 'properties', ...MONEY].includes(path) || path.startsWith(PROPERTY);
}

const MONEY = ['value', 'currency'];
const PROPERTY = 'properties.';

function without(event: Fields, { path }: Fault): Fields {
  if (path.startsWith(PROPERTY) && isRecord(event.properties)) {
    const { [path.slice(PROPERTY.length)]: _, ...properties } = event.properties;
    return { ...event, properties };
  }
  return { ...event, ...Object.fromEntries(fieldsWith(path).map((field) => [field, null])) };
}

/** An amount says nothing without its currency, nor a currency without an amount. */
function fieldsWith(path: string): readonly string[] {
  return MONEY.includes(path) ? MONEY : [path];
}

function leftOut({ path, sentence }: Fault): Fault {
  return fault(path, 'left_out', { sentence, fields: fieldsWith(path).join(' and ') });
}
