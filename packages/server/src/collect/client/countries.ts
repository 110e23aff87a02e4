import { readFileSync } from 'node:fs';
import { isIP, isIPv4 } from 'node:net';
import { LRUCache } from 'lru-cache';
import { Reader, type Response } from 'mmdb-lib';
import { isRecord } from '../../validation/faults.js';
import { systemReason } from '../../validation/system-reason.js';

/** ISO 3166-1 alpha-2 code of the country an address is in; null when nobody can tell. */
export type CountryOf = (address: string) => string | null;

/** `expected` completes "must be …". */
export type CountriesOpened =
  | { readonly ok: true; readonly countryOf: CountryOf }
  | { readonly ok: false; readonly expected: string };

/** Records kept read; a database of countries has some hundreds of them, one of cities very many. */
const RECORDS_KEPT_MAX = 4096;

/** Where a database has countries at all, the first networks have them, too. */
const NETWORKS_TRIED_MAX = 10_000;

/**
 * Reads a database in MaxMind's format (https://maxmind.github.io/MaxMind-DB/), whole and once: it stays in memory, and
 * a newer file in its place is not noticed.
 */
export function openCountries(file: string): CountriesOpened {
  try {
    const reader = readerOf(readFileSync(file));
    if (reader === null) return { ok: false, expected: EXPECTED };
    if (hasCountries(reader)) return { ok: true, countryOf: countriesOf(reader, file) };
    return { ok: false, expected: `${EXPECTED} (${reader.metadata.databaseType} has no countries)` };
  } catch (error) {
    return { ok: false, expected: `a file that can be read (${systemReason(error)})` };
  }
}

const EXPECTED = 'a MaxMind database of countries, unpacked, such as GeoLite2-Country.mmdb';

/** Null for what is no such database. The reader believes whatever it finds, so what it found is looked at. */
function readerOf(bytes: Buffer): Reader<Response> | null {
  try {
    const reader = new Reader<Response>(bytes, {
      cache: new LRUCache<string | number, object>({ max: RECORDS_KEPT_MAX }),
    });
    const { binaryFormatMajorVersion, ipVersion, searchTreeSize } = reader.metadata;
    const isWhole = searchTreeSize > 0 && searchTreeSize < bytes.length;
    return binaryFormatMajorVersion === 2 && (ipVersion === 4 || ipVersion === 6) && isWhole ? reader : null;
  } catch {
    return null;
  }
}

/** Goes from network to network, beginning with the lowest addresses. */
function hasCountries(reader: Reader<Response>): boolean {
  const bits = reader.metadata.ipVersion === 4 ? 32 : 128;
  let address = 0n;
  for (let tried = 0; tried < NETWORKS_TRIED_MAX && address < 1n << BigInt(bits); tried++) {
    const [record, prefix] = reader.getWithPrefixLength(bits === 32 ? ipv4(address) : ipv6(address));
    if (countryIn(record) !== null) return true;
    address += 1n << BigInt(bits - prefix);
  }
  return false;
}

function ipv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.');
}

function ipv6(address: bigint): string {
  return address.toString(16).padStart(32, '0').match(/.{4}/g)!.join(':');
}

/** Where the file is damaged it has no country; the operator is told the first time. */
function countriesOf(reader: Reader<Response>, file: string): CountryOf {
  let isTold = false;
  return (address) => {
    try {
      return countryIn(recordOf(reader, address));
    } catch (error) {
      if (!isTold)
        process.emitWarning(
          `The geo database ${file} is damaged (${(error as Error).message}); put a whole one in its place.`,
        );
      isTold = true;
      return null;
    }
  };
}

/** The reader looks up anything, also in a database that has nothing of its kind: a wrong country would come of it. */
function recordOf(reader: Reader<Response>, address: string): unknown {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (isIP(plain) === 0 || (reader.metadata.ipVersion === 4 && !isIPv4(plain))) return null;
  return reader.get(plain);
}

/** MaxMind and DB-IP have `country.iso_code`; IPinfo and others have `country_code`, or the code as `country`. */
function countryIn(record: unknown): string | null {
  if (!isRecord(record)) return null;
  const { country, country_code: code } = record;
  const found = code ?? (isRecord(country) ? country.iso_code : country);
  return typeof found === 'string' && /^[A-Z]{2}$/.test(found) ? found : null;
}
