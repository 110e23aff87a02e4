import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { Period } from '../model/period.js';
import { type Fault, type Faults, fault, shown } from '../validation/faults.js';
import { type DateText, parseDateText } from './date-text.js';

export type ParsedPeriod =
  | { readonly ok: true; readonly period: Period }
  | { readonly ok: false; readonly faults: Faults };

/**
 * Reads the two ends of a period, both inclusive at the precision they are given in, in the project's time zone (an
 * IANA name) where they carry no offset. What is accepted, and what daylight saving makes of it: `docs/api/periods.md`.
 *
 * Faults are of `start_date` and `end_date`; that the end lies before the start is said only when each by itself is
 * right. Throws a RangeError when there is no such time zone.
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
  /** The clocks jumped over the local time that was asked for, so this is the moment of that change. */
  readonly isSkipped: boolean;
}

/**
 * Working out a date costs some 50 us, nearly all of it in the time zone, against under 1 us for one found here, and
 * programs ask for the same few periods again and again. Only accepted texts are kept, which have 35 characters at most.
 */
const edges = new LRUCache<string, Edge>({ max: 4096 });

function edgeOf(side: Side, text: string, timeZone: string): Edge | Fault {
  const key = `${side} ${timeZone} ${text}`;
  const known = edges.get(key);
  if (known !== undefined) return known;

  const date = parseDateText(`${side}_date`, text);
  if (isFault(date)) return date;
  const edge = workOut(side, date, timeZone);
  edges.set(key, edge);
  return edge;
}

/** A start is the first nanosecond of the day, second or fraction named; an end is the one after its last. */
function workOut(side: Side, { date, time, fraction, offset }: DateText, timeZone: string): Edge {
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

/** Of a local time that comes twice a start is the first and an end the last; one that never comes is the change itself. */
function locate(local: Temporal.PlainDateTime, timeZone: string, side: Side) {
  const first = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (!first.toPlainDateTime().equals(local)) {
    // For a time that never comes, "earlier" means a moment shortly before the change.
    return { instant: first.getTimeZoneTransition('next')!.toInstant(), isSkipped: true };
  }
  const zoned = side === 'start' ? first : local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  return { instant: zoned.toInstant(), isSkipped: false };
}

function msNotBefore(nanoseconds: bigint): number {
  const ms = nanoseconds / 1_000_000n;
  return Number(ms * 1_000_000n < nanoseconds ? ms + 1n : ms);
}

/** Both ends inside one jump of the clocks mean the same moment: no fault, only a period in which nothing happened. */
function isReversed(start: Edge | null, end: Edge | null): boolean {
  if (start === null || end === null) return false;
  return end.exact < start.exact || (end.exact === start.exact && !end.isSkipped);
}

function isFault(value: Edge | DateText | Fault | null): value is Fault {
  return value !== null && 'sentence' in value;
}
