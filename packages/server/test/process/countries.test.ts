import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { FIREFOX, tracked } from '../collect/track/track.js';
import { mmdb } from '../support/mmdb.js';
import { it, type Operator, type RunningServer } from '../support/operator.js';
import { sessionsOver } from '../support/requests.js';

const COUNTRIES = mmdb({
  '203.0.113.0/24': { country: { iso_code: 'NL' } },
  '2001:db8:1::/48': { country: { iso_code: 'FR' } },
});

function databaseOf({ dir }: Operator, bytes = COUNTRIES): string {
  const file = path.join(dir, 'countries.mmdb');
  writeFileSync(file, bytes);
  return file;
}

/** Sends a visit through a proxy and returns its session. */
async function visitFrom({ api }: RunningServer, forwardedFor: string): Promise<string> {
  const answer = await fetch(`${api}/track`, {
    method: 'POST',
    headers: { 'x-forwarded-for': forwardedFor, 'user-agent': FIREFOX, 'accept-language': 'fr-BE' },
    body: JSON.stringify({ site: 'site-p1', events: [tracked()] }),
  });
  const { data } = (await answer.json()) as { data: { session_id: string } };
  return data.session_id;
}

function stored({ dataDir }: Operator): string {
  return readdirSync(dataDir)
    .map((file) => readFileSync(path.join(dataDir, file), 'latin1'))
    .join();
}

it('a session has the country of the address from a trusted proxy, and the address is not stored', async ({
  operator,
}) => {
  const token = await operator.openShop();
  const server = await operator.serve('--geo-database', databaseOf(operator), '--trusted-proxy', '127.0.0.1');
  const expected: Record<string, string | null> = {};
  for (const [address, country] of [
    ['203.0.113.77', 'NL'],
    ['198.51.100.1, 203.0.113.78', 'NL'],
    ['2001:db8:1::77', 'FR'],
    ['::ffff:203.0.113.79', 'NL'],
    ['198.51.100.77', null],
    ['nobody', null],
  ] as const) {
    expected[await visitFrom(server, address)] = country;
  }
  const sessions = await sessionsOver(server, token);
  expect(Object.fromEntries(sessions.map(({ id, country }) => [id, country]))).toEqual(expected);
  const client = { browser: 'Firefox', device: 'desktop', platform_os: 'Linux', language: 'fr-BE', country: 'FR' };
  expect(await sessionsOver(server, token, { country: ['FR'] })).toMatchObject([client]);
  server.process.kill('SIGTERM');
  expect((await server.ended).stdout).not.toMatch(/203\.0\.113|db8:1::77/);
  expect(stored(operator)).not.toMatch(/203\.0\.113|198\.51\.100|db8:1::77/);
});

it('the address from an untrusted proxy is ignored', async ({ operator }) => {
  const token = await operator.openShop();
  const server = await operator.serve('--geo-database', databaseOf(operator));
  const session = await visitFrom(server, '203.0.113.77');
  expect(await sessionsOver(server, token)).toMatchObject([{ id: session, browser: 'Firefox', country: null }]);
});

it('an access-log import finds countries with the same variable', async ({ operator }) => {
  const token = await operator.openShop();
  const request = (address: string) =>
    `${address} - - [03/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" "${FIREFOX}"\n`;
  const input = request('203.0.113.77') + request('2001:db8:1::77') + request('198.51.100.77');
  const args = ['import', '--project', 'p1', '--format', 'access-log', '-'];
  const env = { GOALPOST_GEO_DATABASE: databaseOf(operator) };
  expect(await operator.startGoalpost(args, { input, env }).ended).toMatchObject({ code: 0, stderr: '' });
  const sessions = await sessionsOver(await operator.serve(), token);
  expect(sessions.map(({ country }) => country).sort()).toEqual(['FR', 'NL', null]);
  expect(stored(operator)).not.toMatch(/203\.0\.113|198\.51\.100|db8:1::77/);
});

it('a server refuses to start with a database without countries, and says so', async ({ operator }) => {
  const asn = mmdb({ '203.0.113.0/24': { autonomous_system_number: 64_496 } }, { type: 'GeoLite2-ASN' });
  const file = databaseOf(operator, asn);
  expect(await operator.goalpost('serve', '--port', '0', '--geo-database', file)).toEqual({
    code: 2,
    stdout: '',
    stderr: `goalpost: --geo-database must be a MaxMind database of countries, unpacked, such as GeoLite2-Country.mmdb (GeoLite2-ASN has no countries); got "${file}"\n`,
  });
});
