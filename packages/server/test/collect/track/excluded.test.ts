import { expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { ProjectChanges } from '#goalpost/model/project.js';
import { useApi } from '../../support/api.js';
import { send, tracked } from './track.js';

const COUNTRIES: Readonly<Record<string, string>> = { '203.0.113.9': 'NL' };
const api = useApi({ countryOf: (address) => COUNTRIES[address] ?? null });
const P1 = 'p1' as ProjectId;

const counted = async (outcome: string) =>
  Number(new RegExp(`goalpost_events_total\\{outcome="${outcome}"\\} (\\d+)`).exec(await api.metrics.text())![1]);

const NONE = { session_id: null };
const SOME = { session_id: expect.stringMatching(/./) };

it.each<[string, ProjectChanges, string, object]>([
  ['an address', { excludedAddresses: ['192.0.2.7'] }, '192.0.2.7', NONE],
  ['an address of a range', { excludedAddresses: ['198.51.100.0/24', '2001:db8::/32'] }, '2001:db8::7', NONE],
  ['an address of no range', { excludedAddresses: ['198.51.100.0/24', '2001:db8::/32'] }, '192.0.2.7', SOME],
  ['a country', { excludedCountries: ['DE', 'NL'] }, '203.0.113.9', NONE],
  ['another country', { excludedCountries: ['DE'] }, '203.0.113.9', SOME],
  ['an unknown country', { excludedCountries: ['NL'] }, '192.0.2.7', SOME],
])('events from %s are counted and not stored if it is excluded', async (_title, changes, address, data) => {
  await api.store.projects.update(P1, changes);
  const answer = await send(api, { site: 'site-p1', events: [tracked(), tracked({ id: 'e2' })] }, { address });
  expect([answer.statusCode, answer.json()]).toEqual([202, { error: false, data }]);
  const isStored = data === SOME;
  expect(await counted('excluded')).toBe(isStored ? 0 : 2);
  expect(await counted('stored')).toBe(isStored ? 2 : 0);
});

it('events of excluded pages are counted and not stored, whoever sends them, and the others are stored', async () => {
  await api.store.projects.update(P1, { excludedPaths: ['/admin/**', '/für*'] });
  const events = [
    tracked({ url: 'https://shop.example/' }),
    tracked({ id: 'e2', url: 'https://shop.example/admin/users?x=1' }),
    tracked({ id: 'e3', type: 'click', url: 'https://shop.example/f%c3%bcr-uns' }),
    tracked({ id: 'e4', type: 'event', name: 'purchase' }),
    tracked({ id: 'e5', type: 'event', name: 'purchase', url: '/admin/' }),
    tracked({ id: 'e6', url: 'https://shop.example/administration' }),
  ];
  const token = await api.issue({ abilities: ['events:write', 'sessions:read'] });
  await api.send('POST', '/track', token, { site: 'site-p1', session_id: 'cart', events });
  const { entries } = (await api.store.sessions.timeline(P1, 'cart' as never, { limit: 10, after: null }))!;
  expect(entries.map(({ event }) => event.id).sort()).toEqual(['e1', 'e4', 'e6']);
  expect(await counted('excluded')).toBe(3);
  const only = await send(api, { site: 'site-p1', events: [tracked({ url: '/admin/users' })] });
  expect(only.json().data).toEqual(NONE);
});

it('an import counts lines of excluded pages and addresses', async () => {
  await api.store.projects.update(P1, { excludedPaths: ['/admin/**'], excludedAddresses: ['192.0.2.7'] });
  const token = await api.issue({ abilities: ['events:write'] });
  const type = { 'content-type': 'application/x-ndjson' };
  const visit = (id: string, url: string) =>
    JSON.stringify({ session_id: 's1', id, type: 'visit', at: '2026-01-03T10:00:00Z', url });
  const lines = [visit('a', '/'), visit('b', '/admin/users')].join('\n');
  const imported = await api.send('POST', '/events/import', token, lines, type);
  expect(imported.json().data).toMatchObject({ stored: 1, filtered: { excluded: 1 } });
  const logged = (address: string, path: string) =>
    `${address} - - [03/Jan/2026:10:00:00 +0000] "GET ${path} HTTP/1.1" 200 512 "-" "Mozilla/5.0 Firefox/140.0"`;
  const log = [logged('192.0.2.7', '/'), logged('192.0.2.8', '/admin/x'), logged('192.0.2.8', '/')].join('\n');
  const answer = await api.send('POST', '/events/import?format=access-log', token, log, {
    'content-type': 'text/plain',
  });
  expect(answer.json().data).toMatchObject({ stored: 1, filtered: { excluded: 2 } });
});
