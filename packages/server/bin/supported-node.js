/**
 * The oldest supported release of each line; lines after the last are all supported. These are the first releases with
 * SQLite 3.51.3: an older SQLite can corrupt a database that several connections write. Lines in between are
 * unmaintained.
 */
export const OLDEST = ['22.22.3', '24.15.0', '26.0.0'];

/** The start of every message about an old Node.js. */
export const NEEDED = `Goalpost needs Node.js 22 (from ${OLDEST[0]}), 24 (from ${OLDEST[1]}) or 26 and newer`;

/** @param {string} version such as 24.21.0 */
export function isSupported(version) {
  const oldest = OLDEST.find((release) => line(release) >= line(version));
  return oldest === undefined || oldest.localeCompare(version, 'en', { numeric: true }) <= 0;
}

/** @param {string} version such as 24.21.0, whose line is 24 */
export function line(version) {
  return Number.parseInt(version, 10);
}
