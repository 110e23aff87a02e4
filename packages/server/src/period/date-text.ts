import { Temporal } from 'temporal-polyfill';
import { type Fault, fault, shown } from '../validation/faults.js';

/** A date as a request gives it, taken apart, each part checked. Without an offset it is local. */
export interface DateText {
  /** "2026-01-31": a day of the calendar, in the years 0000 to 9999. */
  readonly date: string;
  /** "23:59:59"; null when only the day was given. */
  readonly time: string | null;
  /** ".5": a point and 1 to 9 digits. */
  readonly fraction: string | null;
  /** "Z" or "+01:00". */
  readonly offset: string | null;
}

const SHAPE =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:(?<mark>[Tt ])(?<time>\d{2}:\d{2}:\d{2})(?<fraction>\.\d+)?(?<offset>[Zz]|[+-]\d{2}:\d{2})?)?$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const OFFSET = /^(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Takes a date apart: `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS`, or a time of RFC 3339, section 5.6, whose notes allow "t",
 * "z" and a space too. 24:00:00 (which is ISO 8601, not RFC 3339) and leap seconds are refused.
 */
export function parseDateText(field: string, text: string): DateText | Fault {
  const found = { field, value: shown(text) };
  const parts = SHAPE.exec(text)?.groups;
  if (parts === undefined) return fault(field, 'date', found);
  const { date = '', mark = ' ', time = null, fraction = null } = parts;
  const offset = parts.offset?.toUpperCase() ?? null;

  const day = nearestDay(date);
  if (day !== date) return fault(field, 'date_day', { ...found, day });
  if (time !== null && !TIME.test(time)) return fault(field, 'date_time', { ...found, date });
  if (fraction !== null && fraction.length > 10) {
    return fault(field, 'date_fraction', { ...found, time: `${date}T${time}${fraction.slice(0, 10)}` });
  }
  if (offset !== null && !OFFSET.test(offset)) {
    return fault(field, 'date_offset', { ...found, time: `${date}T${time}` });
  }
  if (offset === null && (mark !== ' ' || fraction !== null)) {
    return fault(field, 'date_no_offset', {
      ...found,
      found: fraction === null ? `a "${mark}"` : 'a fraction of a second',
      time: `${date}T${time}${fraction ?? ''}`,
      local: `${date} ${time}`,
    });
  }
  return { date, time, fraction, offset };
}

/** The date itself when the calendar has it. */
function nearestDay(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return Temporal.PlainDate.from({ year, month: Math.max(month, 1), day: Math.max(day, 1) }).toString();
}
