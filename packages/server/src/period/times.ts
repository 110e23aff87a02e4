import { Temporal } from 'temporal-polyfill';
import type { BoundedPeriod } from '../model/period.js';
import type { TimeGroup } from '../model/report.js';
import { DAY_MS } from '../model/visitor.js';

/** The times of a period, in order. */
export interface Times {
  /** When each begins, in milliseconds since 1970, UTC. The first one is at or before the start of the period. */
  readonly starts: readonly number[];
  /** `hour`: RFC 3339 with its offset; `day`, and `week` by its Monday: a date; `month`: "2026-01". */
  readonly labels: readonly string[];
}

const HOUR_MS = 3_600_000;

/**
 * The hours, days, weeks or months that a period touches, in a time zone (an IANA name). An hour that the clocks repeat is two
 * hours with different offsets. Takes time by the number of its days, or hours.
 */
export function timesOf(unit: TimeGroup, { from, until }: BoundedPeriod, timeZone: string): Times {
  const starts: number[] = [];
  const labels: string[] = [];
  const add = (start: number, label: string) => {
    // Where the clocks go back over midnight, a day begins twice. It counts from its first beginning.
    const last = labels.at(-1);
    if (last === label || (unit !== 'hour' && last !== undefined && label < last)) return;
    starts.push(start);
    labels.push(label);
  };
  const step = unit === 'hour' ? HOUR_MS : DAY_MS;
  for (const { begin, end, offset } of offsetsOf({ from, until }, timeZone)) {
    let local = floor(begin + offset, step);
    for (; local < end + offset; local += step) {
      // A time that began with another offset begins with the change of the clocks, unless it is the period's first.
      const start = local - offset < begin && labels.length > 0 ? begin : local - offset;
      add(start, labelOf(unit, local, offset));
    }
  }
  return { starts, labels };
}

function floor(ms: number, step: number): number {
  return Math.floor(ms / step) * step;
}

interface OffsetSpan {
  readonly begin: number;
  readonly end: number;
  /** Local time minus UTC, in ms. */
  readonly offset: number;
}

/** The parts of a period between changes of the clocks. */
function* offsetsOf({ from, until }: BoundedPeriod, timeZone: string): Generator<OffsetSpan> {
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  while (at.epochMilliseconds < until) {
    const change = at.getTimeZoneTransition('next');
    const end = Math.min(change?.epochMilliseconds ?? until, until);
    yield { begin: at.epochMilliseconds, end, offset: at.offsetNanoseconds / 1e6 };
    if (!change) return;
    at = change;
  }
}

function labelOf(unit: TimeGroup, local: number, offset: number): string {
  switch (unit) {
    case 'hour':
      return new Date(local).toISOString().slice(0, 19) + offsetText(offset);
    case 'day':
      return dateText(local);
    case 'week':
      // 1970 began on a Thursday, the fourth day of its week.
      return dateText(floor(local + 3 * DAY_MS, 7 * DAY_MS) - 3 * DAY_MS);
    case 'month':
      return dateText(local).slice(0, -3);
  }
}

function dateText(local: number): string {
  return new Date(local).toISOString().slice(0, -14);
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${offset < 0 ? '-' : '+'}${hours}:${rest}`;
}
