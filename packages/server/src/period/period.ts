import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { Period } from '../model/period.js';
import { type Fault, type Faults, fault, shown } from '../validation/faults.js';
import { type DateText, parseDateText } from './date-text.js';

export type ParsedPeriod =
  | { readonly ok: true; readonly period: Period }
  | { readonly ok: false; readonly faults: Faults };

/**
 * Parses the start and end of a period. Both are inclusive at their own precision, and in the project's time zone (an
 * IANA name) unless they carry an offset. `docs/api/periods.md` lists the accepted forms and the effects of daylight
 * saving.
 *
 * The faults are in `start_date` and `end_date`. An end before the start is reported only when both are valid. Throws a
 * RangeError when the time zone does not exist.
 */
export function parsePeriod(
  { startDate, endDate }: { readonly startDate: string | null; readonly endDate: string | null },
  timeZone: string,
): ParsedPeriod {
  const start = startDate === null ? null : edgeOf('start', startDate, timeZone);
  const end = endDate === null ? null : edgeOf('end', endDate, timeZone);
  if (isFault(start)) return { ok: false, faults: isFault(end) ? [start, end] : [start] };
  if (isFault(end)) return { ok: false, faults: [end] };
  if (isReversed(start, end)) {
    const reversed = fault('end_date', 'date_reversed', { start: shown(startDate), value: shown(endDate) });
    return { ok: false, faults: [reversed] };
  }
  return { ok: true, period: { from: start?.at ?? null, until: end?.at ?? null } };
}

type Side = 'start' | 'end';

/** The moment at which a half-open period begins or ends. */
interface Edge {
  /** Nanoseconds since 1970. */
  readonly exact: bigint;
  /** The first whole millisecond since 1970 that is not before `exact`: stored times are whole milliseconds. */
  readonly at: number;
  /** The clocks skipped the requested local time, so this is the moment of that change. */
  readonly isSkipped: boolean;
}

/**
 * Resolving a date takes about 50 us, nearly all of it for the time zone; a cached one takes under 1 us, and programs
 * request the same few periods repeatedly. Only valid dates are cached, which have at most 35 characters.
 */
const edges = new LRUCache<string, Edge>({ max: 4096 });

function edgeOf(side: Side, text: string, timeZone: string): Edge | Fault {
  const key = `${side} ${timeZone} ${text}`;
  const cached = edges.get(key);
  if (cached !== undefined) return cached;

  const date = parseDateText(`${side}_date`, text);
  if (isFault(date)) return date;
  const edge = resolve(side, date, timeZone);
  edges.set(key, edge);
  return edge;
}

/** A start is the first nanosecond of the given day, second or fraction; an end is the nanosecond after its last. */
function resolve(side: Side, { date, time, fraction, offset }: DateText, timeZone: string): Edge {
  const nanosecond =
    side === 'start'
      ? `${date}T${time ?? '00:00:00'}${fraction ?? ''}`
      : `${date}T${time ?? '23:59:59'}${(fraction ?? '.').padEnd(10, '9')}`;
  const { instant, isSkipped } =
    offset === null
      ? locate(Temporal.PlainDateTime.from(nanosecond), timeZone, side)
      : { instant: Temporal.Instant.from(nanosecond + offset), isSkipped: false };
  const exact = instant.epochNanoseconds + (side === 'end' && !isSkipped ? 1n : 0n);
  return { exact, at: msNotBefore(exact), isSkipped };
}

/** When a local time occurs twice, a start is the first and an end the last. A skipped one becomes the moment of the change. */
function locate(local: Temporal.PlainDateTime, timeZone: string, side: Side) {
  const first = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (!first.toPlainDateTime().equals(local)) {
    // For a skipped time, "earlier" means a moment shortly before the change.
    return { instant: first.getTimeZoneTransition('next')!.toInstant(), isSkipped: true };
  }
  const zoned = side === 'start' ? first : local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  return { instant: zoned.toInstant(), isSkipped: false };
}

function msNotBefore(nanoseconds: bigint): number {
  const ms = nanoseconds / 1_000_000n;
  return Number(ms * 1_000_000n < nanoseconds ? ms + 1n : ms);
}

/** A start and an end that the clocks skipped together are the same moment. That is no fault, but an empty period. */
function isReversed(start: Edge | null, end: Edge | null): boolean {
  if (start === null || end === null) return false;
  return end.exact < start.exact || (end.exact === start.exact && !end.isSkipped);
}

function isFault(value: Edge | DateText | Fault | null): value is Fault {
  return value !== null && 'sentence' in value;
}
