import type { Query } from '../cluster/node.js';
import type { Parameters } from '../cluster/query-client.js';
import { type Columns, integer, listOf, type RowOf, text } from '../cluster/rows.js';
import type { Restriction } from './text-test.js';

/**
 * Sessions that a statement counts at most, about. A session takes about 2 kB of a node's memory while it is counted, so this
 * bounds what a report takes, whatever its period.
 */
export const SESSIONS_PER_SLICE = 200_000;

/** Ids to draw the bounds from: slices are as equal as the ranks of so many random ids. */
const SAMPLED = 1000;

/** The sessions whose ids, compared by bytes, are from one to before another. */
export interface Slice {
  readonly from: string;
  readonly until: string;
}

/** SQL for the sessions of a slice; null for all. */
export function inSlice(slice: Slice | null): Restriction {
  if (slice === null) return { sql: 'true', parameters: {} };
  return {
    sql: 'session_id >= {sliceFrom:String} AND session_id < {sliceUntil:String}',
    parameters: { sliceFrom: slice.from, sliceUntil: slice.until },
  };
}

export const SLICING = {
  events: integer,
  sessions: integer,
  sampled: listOf(text),
  first: text,
  last: text,
} satisfies Columns;

/** Counts `events` and their sessions, draws some of their ids, and finds the first and the last one. */
export function slicing(events: string, parameters: Parameters): Query<typeof SLICING> {
  return {
    sql: `SELECT count(), uniq(session_id), arraySort(groupArraySample(${SAMPLED}, 1)(session_id)), min(session_id), max(session_id)
      FROM ${events}`,
    parameters,
    columns: SLICING,
  };
}

/** Sorts before all characters of session ids. */
const LOWEST = '!';

/** Slices of at most about `size` sessions, in order, which together have every session. */
export function slicesOf(
  { sessions, sampled, first, last }: Omit<RowOf<typeof SLICING>, 'events'>,
  size: number,
): Slice[] {
  if (sessions === 0) return [];
  const count = Math.max(1, Math.ceil(sessions / size));
  const bounds = Array.from(
    { length: count - 1 },
    (_, index) => sampled[Math.floor(((index + 1) * sampled.length) / count)]!,
  );
  const starts = [...new Set([first, ...bounds])];
  return starts.map((from, index) => ({ from, until: starts[index + 1] ?? `${last}${LOWEST}` }));
}
