import { Temporal } from 'temporal-polyfill';

/**
 * Whether a project may have this time zone: a name of the IANA time zone database that this Node knows, such as
 * "Europe/Amsterdam" or "UTC", in any case of letters.
 *
 * Offsets such as "+01:00" are refused, although newer versions of Node take them: an offset has no daylight saving, so
 * wherever the clocks change its days would be an hour wrong for half the year. Who does want a fixed offset has
 * "Etc/GMT-1" (its sign is turned round, see the database's `etcetera` file).
 *
 * Keep the name as it was given. The "canonical" spelling of `Intl` is often the older one ("Europe/Kyiv" becomes
 * "Europe/Kiev"), and differs between versions of Node.
 */
export function isTimeZone(name: string): boolean {
  // Temporal is asked, not Intl: it also refuses abbreviations of ICU's own ("PST"), which it could not read dates in.
  return /^[A-Za-z]/.test(name) && isKnown(name);
}

function isKnown(name: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
