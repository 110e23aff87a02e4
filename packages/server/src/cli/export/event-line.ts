import type { Cell } from '../../http/csv/csv-line.js';
import type { Event } from '../../model/event.js';

export const EVENT_COLUMNS = [
  'session_id',
  'id',
  'type',
  'at',
  'origin',
  'url',
  'title',
  'referrer',
  'text',
  'href',
  'element',
  'name',
  'value',
  'currency',
  'properties',
] as const;

type Line = { readonly [Column in (typeof EVENT_COLUMNS)[number]]?: unknown };

/** An event as a line of an import, without the fields that are empty. */
export function toLine({ sessionId, at, ...event }: Event): Line {
  const all: Line = { session_id: sessionId, at: new Date(at).toISOString(), ...event };
  return Object.fromEntries(
    EVENT_COLUMNS.flatMap((column) => (isEmpty(all[column]) ? [] : [[column, all[column]] as const])),
  );
}

/** Lists and objects are JSON in their cells. */
export function eventCells(event: Event): Cell[] {
  const line = toLine(event);
  return EVENT_COLUMNS.map((column) => {
    const value = line[column] ?? null;
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell);
  });
}

function isEmpty(value: unknown): boolean {
  return value == null || (typeof value === 'object' && Object.keys(value).length === 0);
}
