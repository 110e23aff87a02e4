import { Temporal } from 'temporal-polyfill';
import type { BoundedPeriod } from '../model/period.js';

/** The earlier periods that a period can be compared with. */
export const COMPARISONS = ['previous_period', 'previous_year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * A period and the earlier one to compare it with, in a time zone (an IANA name). A period that has not ended is cut at `now`,
 * and the earlier one as many local days and hours after its start.
 *
 * `previous_period`: whole months are compared with as many months before them, other periods with as many local days.
 * `previous_year`: the same dates a year before; February 29 becomes 28.
 */
export function comparedPeriods(
  period: BoundedPeriod,
  earlier: Comparison | BoundedPeriod,
  timeZone: string,
  now: number,
): readonly [BoundedPeriod, BoundedPeriod] {
  const local = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const before = typeof earlier === 'string' ? shifted(period, earlier, local) : earlier;
  if (now >= period.until) return [period, before];
  const cut = Math.max(now, period.from);
  const elapsed = local(period.from).toPlainDateTime().until(local(cut).toPlainDateTime(), { largestUnit: 'day' });
  const samePoint = local(before.from).add(elapsed).epochMilliseconds;
  return [
    { from: period.from, until: cut },
    { from: before.from, until: Math.min(samePoint, before.until) },
  ];
}

type Local = (ms: number) => Temporal.ZonedDateTime;

function shifted({ from, until }: BoundedPeriod, by: Comparison, local: Local): BoundedPeriod {
  const [start, end] = [local(from), local(until)];
  const back = by === 'previous_year' ? { years: 1 } : lengthOf(start, end);
  return { from: start.subtract(back).epochMilliseconds, until: end.subtract(back).epochMilliseconds };
}

function lengthOf(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): { months: number } | { days: number } {
  if (isStartOfMonth(start) && isStartOfMonth(end)) {
    return { months: (end.year - start.year) * 12 + end.month - start.month };
  }
  const whole = start.toPlainDateTime().until(end.toPlainDateTime(), { largestUnit: 'day' });
  return { days: Math.ceil(whole.total({ unit: 'day', relativeTo: start.toPlainDateTime() })) };
}

function isStartOfMonth(at: Temporal.ZonedDateTime): boolean {
  return at.day === 1 && at.equals(at.startOfDay());
}
