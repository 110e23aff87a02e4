import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CountryOf, openCountries } from '#goalpost/collect/client/countries.js';
import { mmdb } from '../../support/mmdb.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const fileOf = (bytes: Buffer | string) => {
  const file = path.join(dir, 'database.mmdb');
  writeFileSync(file, bytes);
  return file;
};
const open = (bytes: Buffer | string) => openCountries(fileOf(bytes));
const countriesOf = (bytes: Buffer): CountryOf => {
  const opened = open(bytes);
  return opened.ok ? opened.countryOf : expect.fail(opened.expected);
};

const inCountry = (code: string) => ({
  country: { iso_code: code, names: { en: 'A country' } },
  continent: { code: 'EU' },
});
const NETWORKS = {
  '203.0.113.0/25': inCountry('NL'),
  '203.0.113.128/25': inCountry('BE'),
  '198.51.100.7/32': inCountry('DE'),
  '192.0.2.0/24': { continent: { code: 'EU' } },
  '2001:db8:1::/48': inCountry('FR'),
  '2001:db8:2::/64': inCountry('ES'),
};

describe('the country of an address is that of its network', () => {
  it.each([24, 32] as const)('with records of %i bits', (recordSize) => {
    const countryOf = countriesOf(mmdb(NETWORKS, { recordSize }));
    const expected: Record<string, string | null> = {
      '203.0.113.0': 'NL',
      '203.0.113.127': 'NL',
      '203.0.113.128': 'BE',
      '::ffff:203.0.113.128': 'BE',
      '::FFFF:203.0.113.0': 'NL',
      '198.51.100.7': 'DE',
      '198.51.100.8': null,
      '192.0.2.1': null,
      '10.0.0.1': null,
      '2001:db8:1:ffff::1': 'FR',
      '2001:db8:2::1': 'ES',
      '2001:db8:2:1::1': null,
      'fe80::1%eth0': null,
    };
    const found = Object.keys(expected).map((address) => [address, countryOf(address)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('in an IPv4 database, where IPv6 addresses have none', () => {
    const countryOf = countriesOf(mmdb({ '32.1.13.0/24': inCountry('US') }, { ipVersion: 4 }));
    // The first 32 bits of the last one are 32.1.13.184.
    expect(['32.1.13.184', '::ffff:32.1.13.184', '2001:db8::1'].map(countryOf)).toEqual(['US', 'US', null]);
  });

  it.each(['', 'unknown', '203.0.113.1:8080', '203.0.113', '[2001:db8:1::1]', '203.0.113.1, 10.0.0.1'])(
    'and null for an invalid address: %j',
    (address) => expect(countriesOf(mmdb(NETWORKS))(address)).toBeNull(),
  );

  it.each([
    ['in the form of MaxMind and DB-IP', { country: { iso_code: 'NL' } }, 'NL'],
    ['in the form of IPinfo', { country: 'Netherlands', country_code: 'NL' }, 'NL'],
    ['in the old form of IPinfo', { country: 'NL' }, 'NL'],
    ['with an unknown country', { country: 'Unknown' }, null],
    ['with only the country where the network is registered', { registered_country: { iso_code: 'NL' } }, null],
  ])('of a record %s', (_title, record, country) => {
    const countryOf = countriesOf(mmdb({ '203.0.113.0/24': record, '198.51.100.0/24': inCountry('DE') }));
    expect(countryOf('203.0.113.9')).toBe(country);
  });
});

describe('a file that is not a country database is refused with a message about what is expected:', () => {
  const EXPECTED = 'a MaxMind database of countries, unpacked, such as GeoLite2-Country.mmdb';
  const whole = mmdb(NETWORKS);
  it.each([
    ['an empty file', '', EXPECTED],
    ['a text', 'a shopping list\n'.repeat(1000), EXPECTED],
    ['a packed database', gzipSync(whole), EXPECTED],
    ['the first half of one', whole.subarray(0, whole.length / 2), EXPECTED],
    ['the end of one', whole.subarray(-200), EXPECTED],
    [
      'one of networks',
      mmdb({ '203.0.113.0/24': { autonomous_system_number: 64_496 } }, { type: 'GeoLite2-ASN' }),
      `${EXPECTED} (GeoLite2-ASN has no countries)`,
    ],
    ['one without networks', mmdb({}, { ipVersion: 4, type: 'Empty' }), `${EXPECTED} (Empty has no countries)`],
  ])('%s', (_title, bytes, expected) => expect(open(bytes)).toEqual({ ok: false, expected }));

  it('no file, and a directory', () => {
    const reason = (file: string) => expect(openCountries(file));
    reason(path.join(dir, 'none.mmdb')).toEqual({
      ok: false,
      expected: 'a file that can be read (no such file or directory)',
    });
    reason(dir).toEqual({ ok: false, expected: 'a file that can be read (illegal operation on a directory)' });
  });
});

it('with a partly damaged file some addresses have no country, and the operator is told once', () => {
  const bytes = mmdb({ '203.0.113.0/24': inCountry('NL'), '220.0.0.0/8': inCountry('DE') });
  // A text that is longer than the file, and a type that does not exist.
  bytes.fill(0x0c, bytes.lastIndexOf('DE') - 20, bytes.lastIndexOf('DE'));
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const countryOf = countriesOf(bytes);
  expect(['220.0.0.1', '203.0.113.1', '220.0.0.2'].map(countryOf)).toEqual([null, 'NL', null]);
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^The geo database \S+ is damaged \(.+\); replace it with an intact one/)],
  ]);
  warn.mockRestore();
});
