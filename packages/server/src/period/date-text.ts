import { Temporal } from 'temporal-polyfill';

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

/** What is wrong and what would be right, worded to follow "The start_date field". */
interface Wrong {
  readonly wrong: string;
}

const SHAPE =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:(?<mark>[Tt ])(?<time>\d{2}:\d{2}:\d{2})(?<fraction>\.\d+)?(?<offset>[Zz]|[+-]\d{2}:\d{2})?)?$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const OFFSET = /^(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Takes a date apart: `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS`, or a time of RFC 3339, section 5.6, whose notes allow "t",
 * "z" and a space too. 24:00:00 (which is ISO 8601, not RFC 3339) and leap seconds are refused.
 */
export function parseDateText(text: string): DateText | Wrong {
  const parts = SHAPE.exec(text)?.groups;
  if (parts === undefined) {
    return {
      wrong:
        'must be a day like "2026-01-31" or a time like "2026-01-31 23:59:59", both in the project\'s time zone, or a time with an offset like "2026-01-31T23:59:59+01:00"',
    };
  }
  const { date = '', mark = ' ', time = null, fraction = null } = parts;
  const offset = parts.offset?.toUpperCase() ?? null;

  const day = nearestDay(date);
  if (day !== date) return { wrong: `must be a day of the calendar, like "${day}"` };
  if (time !== null && !TIME.test(time)) {
    return { wrong: `must have a time from 00:00:00 to 23:59:59, like "${date} 23:59:59"` };
  }
  if (fraction !== null && fraction.length > 10) {
    return { wrong: `must have at most 9 digits after the seconds, like "${date}T${time}${fraction.slice(0, 10)}Z"` };
  }
  if (offset !== null && !OFFSET.test(offset)) {
    return { wrong: `must have an offset from -23:59 to +23:59, like "${date}T${time}+01:00"` };
  }
  if (offset === null && (mark !== ' ' || fraction !== null)) {
    const found = fraction === null ? `a "${mark}"` : 'a fraction of a second';
    return {
      wrong: `has ${found} but no offset: write "${date}T${time}${fraction ?? ''}Z" for UTC, or "${date} ${time}" for the project's time zone`,
    };
  }
  return { date, time, fraction, offset };
}

/** The date itself when the calendar has it. */
function nearestDay(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return Temporal.PlainDate.from({ year, month: Math.max(month, 1), day: Math.max(day, 1) }).toString();
}
