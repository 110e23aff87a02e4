import type { Query } from '../cluster/node.js';
import type { Parameters } from '../cluster/query-client.js';
import { type Columns, integer, listOf, type RowOf, text } from '../cluster/rows.js';
import { allOf, type Restriction } from './text-test.js';

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

/** SQL for the sessions of a slice. */
export function inSlice(slice: Slice): Restriction {
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

/** Sorts before all characters of session ids, so that a bound with it comes right after a session. */
export const LOWEST = '!';
/** Sorts after all of them. */
const HIGHEST = '~';

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

/**
 * Slices without those that begin before the one before has ended: two processes may have cut the same sessions. `slices`: in
 * the order of their beginnings.
 */
export function apart<One extends Slice>(slices: readonly One[]): One[] {
  const kept: One[] = [];
  for (const slice of slices) if (slice.from >= (kept.at(-1)?.until ?? '')) kept.push(slice);
  return kept;
}

/** The runs of slices that follow one another. `slices`: in order and apart. */
export function runsOf<One extends Slice>(slices: readonly One[]): One[][] {
  const runs: One[][] = [];
  for (const slice of slices) {
    const last = runs.at(-1);
    if (last?.at(-1)?.until === slice.from) last.push(slice);
    else runs.push([slice]);
  }
  return runs;
}

/** The whole of slices that follow one another. */
export function wholeOf(run: readonly Slice[]): Slice {
  return { from: run[0]!.from, until: run.at(-1)!.until };
}

/** The ids between some slices, before the first and after the last. `slices`: in order and apart. */
export function gapsBetween(slices: readonly Slice[]): Slice[] {
  return partsOutside({ from: '', until: HIGHEST }, slices);
}

/** Whether a gap has a slice on either side. */
export function isEnclosed({ from, until }: Slice): boolean {
  return from !== '' && until !== HIGHEST;
}

/**
 * Slices of at most about `size` sessions that fill a gap as far as it has sessions. A gap between slices that two could fill stays
 * whole, so that slices do not become more with time.
 */
export function slicesOfGap(gap: Slice, found: Omit<RowOf<typeof SLICING>, 'events'>, size: number): Slice[] {
  const staysWhole = isEnclosed(gap) && found.sessions <= 2 * size;
  const slices = slicesOf(found, staysWhole ? found.sessions : size);
  return slices.map(({ from, until }, index) => ({
    from: index === 0 && gap.from !== '' ? gap.from : from,
    until: index === slices.length - 1 && gap.until !== HIGHEST ? gap.until : until,
  }));
}

/** SQL for the sessions in none of some slices. */
export function outside(slices: readonly Slice[]): Restriction {
  return allOf(
    slices.map(({ from, until }, index) => ({
      sql: `NOT (session_id >= {from_id${index}:String} AND session_id < {until_id${index}:String})`,
      parameters: { [`from_id${index}`]: from, [`until_id${index}`]: until },
    })),
  );
}

/** The parts of a slice that are in none of some others. `others`: in order and apart. */
export function partsOutside(slice: Slice, others: readonly Slice[]): Slice[] {
  const parts: Slice[] = [];
  let { from } = slice;
  for (const other of others.filter((one) => one.until > slice.from && one.from < slice.until)) {
    if (from < other.from) parts.push({ from, until: other.from });
    from = other.until;
  }
  if (from < slice.until) parts.push({ from, until: slice.until });
  return parts;
}
