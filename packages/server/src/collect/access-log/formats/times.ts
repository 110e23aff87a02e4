import { parseTimestamp, utc, zoneMinutes } from '../../event/timestamp.js';

// Each function returns milliseconds since 1970, UTC, and null for a time that is not valid or not from 1970 to 2199.

const LOG_TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.\d+)? ([+-])(\d\d):?(\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Parses the time of Apache and nginx: "17/May/2015:10:05:03 +0000". */
export function parseLogTime(text: string): number | null {
  const fields = LOG_TIME.exec(text);
  if (fields === null) return null;
  const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinute] = fields;
  const offset = zoneMinutes(sign === '-', Number(zoneHours), Number(zoneMinute));
  const monthNumber = MONTHS.indexOf(month!) + 1;
  return utc(Number(year), monthNumber, Number(day), Number(hour), Number(minute), Number(second), 0, offset);
}

const ISO_ZONE = /([+-]\d\d):?(\d\d)$/;

/** Parses RFC 3339, also with "+0100" as the offset, or with none (UTC). */
export function parseIsoTime(text: string): number | null {
  if (text[10] !== 'T' && text[10] !== ' ') return null;
  const clock = text.slice(11);
  if (/\d$/.test(clock) && !ISO_ZONE.test(clock)) return parseTimestamp(`${text}Z`);
  return parseTimestamp(text.replace(ISO_ZONE, '$1:$2'));
}

/** Parses seconds since 1970, with or without a fraction. */
export function parseUnixSeconds(text: string): number | null {
  if (!/^\d{1,11}(?:\.\d+)?$/.test(text)) return null;
  const at = Math.round(Number(text) * 1000);
  return at < UNIX_END ? at : null;
}

const UNIX_END = Date.UTC(2200, 0, 1);

/** Parses a time in any of these spellings. */
export function parseAnyTime(text: string): number | null {
  return parseIsoTime(text) ?? parseLogTime(text) ?? parseUnixSeconds(text);
}
