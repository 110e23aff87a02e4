/** The first moment an event cannot have: 2200-01-01T00:00:00Z. */
const AT_END = Date.UTC(2200, 0, 1);

/**
 * Reads an RFC 3339 date and time with an offset, such as `2026-01-03T10:00:00.250+01:00`: real calendar dates from
 * 1970-01-01 to 2199-12-31 (UTC), no leap seconds. Gives milliseconds since 1970; finer digits are cut off, not rounded.
 * Null for anything else. Reads characters itself because it runs once a line.
 */
export function parseTimestamp(text: string): number | null {
  if (!hasMarks(text)) return null;
  let end = 19;
  let millisecond = 0;
  if (text.charCodeAt(end) === DOT) {
    const first = ++end;
    while (digit(text, end) >= 0) end++;
    if (end === first) return null;
    for (let place = 0; place < 3; place++)
      millisecond = millisecond * 10 + (first + place < end ? digit(text, first + place) : 0);
  }
  const offset = offsetMinutes(text, end);
  return utc(
    number(text, 0, 4),
    number(text, 5, 2),
    number(text, 8, 2),
    number(text, 11, 2),
    number(text, 14, 2),
    number(text, 17, 2),
    millisecond,
    offset,
  );
}

/**
 * Milliseconds since 1970 of a local time and its offset in minutes. Null when a part is NaN or out of its range, when
 * there is no such day, or when the moment lies outside 1970-01-01 to 2199-12-31 UTC.
 */
export function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
  offset: number,
): number | null {
  // Written so that NaN, too, fails.
  if (!(year >= 1969 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)))
    return null;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null;
  const at = Date.UTC(year, month - 1, day, hour, minute - offset, second, millisecond);
  return at >= 0 && at < AT_END ? at : null;
}

const DOT = 46;
const PLUS = 43;
const MINUS = 45;
const COLON = 58;

function hasMarks(text: string): boolean {
  const separator = text.charCodeAt(10);
  return (
    text.charCodeAt(4) === MINUS &&
    text.charCodeAt(7) === MINUS &&
    (separator === 84 || separator === 116 || separator === 32) &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  );
}

/** Minutes east of UTC; NaN when what stands from `start` to the end is neither `Z` nor `±HH:MM`. */
function offsetMinutes(text: string, start: number): number {
  const sign = text.charCodeAt(start);
  if ((sign === 90 || sign === 122) && text.length === start + 1) return 0;
  if ((sign !== PLUS && sign !== MINUS) || text.length !== start + 6 || text.charCodeAt(start + 3) !== COLON)
    return Number.NaN;
  return zoneMinutes(sign === MINUS, number(text, start + 1, 2), number(text, start + 4, 2));
}

/** Minutes east of UTC; NaN when no offset can have these parts. */
export function zoneMinutes(west: boolean, hours: number, minutes: number): number {
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (west ? -1 : 1) * (hours * 60 + minutes);
}

/** The decimal number in `length` characters from `start`; NaN when one of them is not a digit. */
function number(text: string, start: number, length: number): number {
  let value = 0;
  for (let index = start; index < start + length; index++) {
    const unit = digit(text, index);
    if (unit < 0) return Number.NaN;
    value = value * 10 + unit;
  }
  return value;
}

/** -1 when it is not a digit, or past the end. */
function digit(text: string, index: number): number {
  const unit = text.charCodeAt(index) - 48;
  return unit >= 0 && unit <= 9 ? unit : -1;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
