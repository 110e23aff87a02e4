import { Temporal } from 'temporal-polyfill';

/**
 * The first and last of so many days: up to the day of `end`, a date, or up to today in a time zone (an IANA name) without one, or
 * when it cannot be read. `now` is in milliseconds since 1970.
 */
export function lastDays(
  days: number,
  end: string | null,
  now: number,
  timeZone: string,
): { readonly start: string; readonly end: string } {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const last = (end !== null && dayIn(end)) || today;
  return { start: last.subtract({ days: days - 1 }).toString(), end: last.toString() };
}

function dayIn(text: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(text.slice(0, 'YYYY-MM-DD'.length));
  } catch {
    return null;
  }
}
