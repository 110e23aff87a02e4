import { Temporal } from 'temporal-polyfill';

/**
 * Whether a project may use this time zone: a name of the IANA time zone database that this Node knows, such as
 * "Europe/Amsterdam" or "UTC". Case does not matter.
 *
 * Offsets such as "+01:00" are refused, although newer versions of Node accept them: an offset has no daylight saving, so
 * its days would be an hour off for half the year wherever the clocks change. "Etc/GMT-1" is a fixed offset (its sign is
 * inverted, see the database's `etcetera` file).
 *
 * Store the name as it was given. The "canonical" spelling of `Intl` is often the older one ("Europe/Kyiv" becomes
 * "Europe/Kiev"), and differs between versions of Node.
 */
export function isTimeZone(name: string): boolean {
  // Temporal decides, not Intl: it also refuses ICU's own abbreviations ("PST"), in which it could not read dates.
  return /^[A-Za-z]/.test(name) && existsInTemporal(name);
}

function existsInTemporal(name: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
