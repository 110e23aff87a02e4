import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../support/api.js';
import { project, T0 } from '../support/builders.js';

const api = useApi();
const p1 = 'p1' as ProjectId;
let manager: string;

beforeEach(async () => {
  manager = await api.issue({ abilities: ['manage'] });
  await api.store.projects.create(project({ id: 'p2', name: 'Blog' }));
});

const SHOP = {
  id: 'p1',
  name: 'Shop',
  time_zone: 'UTC',
  site_key: 'site-p1',
  main_currency: null,
  allowed_origins: [],
  own_hosts: [],
  payment_providers: [],
  excluded_addresses: [],
  excluded_paths: [],
  excluded_countries: [],
  page_session_ids: 'accept',
  has_signing_secret: false,
  created_at: '2026-01-03T10:00:00.000Z',
};

const patch = (body: unknown) => api.send('PATCH', '/projects/p1', manager, body);

describe('a token sees its own project', () => {
  it('in the list, alone', async () => {
    const answer = await api.send('GET', '/projects', await api.issue());
    expect([answer.statusCode, answer.json()]).toEqual([200, { error: false, data: [SHOP] }]);
  });

  it('by its id', async () => {
    const answer = await api.send('GET', '/projects/p1', await api.issue());
    expect([answer.statusCode, answer.json()]).toEqual([200, { error: false, data: SHOP }]);
  });

  it.each(['GET', 'PATCH'] as const)('and no other: %s is a 404', async (method) => {
    for (const id of ['p2', 'unknown']) {
      const answer = await api.send(method, `/projects/${id}`, manager, method === 'PATCH' ? { name: 'X' } : undefined);
      expect([answer.statusCode, answer.json()]).toEqual([
        404,
        { error: true, message: `You have no project "${id}".` },
      ]);
    }
    expect((await api.store.projects.find('p2' as ProjectId))!.name).toBe('Blog');
  });
});

describe('a change', () => {
  it.each<[string, object, object]>([
    ['of nothing', {}, {}],
    ['of null, which is the same', { name: null, time_zone: null, own_hosts: null, page_session_ids: null }, {}],
    ['of unknown fields, which are ignored', { site_key: 'mine', id: 'p9', has_signing_secret: true }, {}],
    ['of the name', { name: 'Store' }, { name: 'Store' }],
    ['of the time zone', { time_zone: 'Europe/Amsterdam' }, { time_zone: 'Europe/Amsterdam' }],
    ['of the main currency', { main_currency: 'EUR' }, { main_currency: 'EUR' }],
    ['of session ids from pages', { page_session_ids: 'signed' }, { page_session_ids: 'signed' }],
    [
      'of lists, whose items are kept once and hosts as they are compared',
      {
        allowed_origins: ['https://shop.example', 'https://shop.example'],
        own_hosts: ['Shop.Example'],
        payment_providers: ['pay.example'],
        excluded_addresses: ['192.0.2.0/24', '2001:db8::1'],
        excluded_paths: ['/admin/**'],
        excluded_countries: ['NL'],
      },
      {
        allowed_origins: ['https://shop.example'],
        own_hosts: ['shop.example'],
        payment_providers: ['pay.example'],
        excluded_addresses: ['192.0.2.0/24', '2001:db8::1'],
        excluded_paths: ['/admin/**'],
        excluded_countries: ['NL'],
      },
    ],
  ])('%s returns the whole project', async (_title, body, changed) => {
    const answer = await patch(body);
    expect([answer.statusCode, answer.json()]).toEqual([200, { error: false, data: { ...SHOP, ...changed } }]);
    expect((await api.send('GET', '/projects/p1', manager)).json().data).toEqual({ ...SHOP, ...changed });
  });

  it('of null clears the main currency, and an empty list clears a list', async () => {
    await patch({ main_currency: 'EUR', excluded_countries: ['NL'] });
    expect((await patch({ main_currency: null, excluded_countries: [] })).json().data).toEqual(SHOP);
  });

  it.each<[object, string, string]>([
    [
      { name: ' ' },
      'name',
      'The name field must be a name of 1 to 120 characters, not all of them white space; got " ".',
    ],
    [
      { time_zone: 'Mars/Olympus' },
      'time_zone',
      'The time_zone field must be an IANA time zone such as Europe/Amsterdam; got "Mars/Olympus".',
    ],
    [
      { main_currency: 'euro' },
      'main_currency',
      'The main_currency field must be a currency code of three capitals (ISO 4217) such as EUR; got "euro".',
    ],
    [
      { allowed_origins: ['https://shop.example', 'https://shop.example/'] },
      'allowed_origins.1',
      'The allowed_origins.1 field must be an origin such as https://app.example; got "https://shop.example/".',
    ],
    [
      { own_hosts: ['a b'] },
      'own_hosts.0',
      'The own_hosts.0 field must be a host name such as shop.example; got "a b".',
    ],
    [
      { excluded_addresses: ['300.1.1.1'] },
      'excluded_addresses.0',
      'The excluded_addresses.0 field must be an IP address or a CIDR range such as 192.0.2.0/24; got "300.1.1.1".',
    ],
    [
      { excluded_paths: ['admin'] },
      'excluded_paths.0',
      'The excluded_paths.0 field must be a glob that a path can match, such as /admin/**; got "admin".',
    ],
    [
      { excluded_countries: ['nl'] },
      'excluded_countries.0',
      'The excluded_countries.0 field must be a code of two capitals (ISO 3166) such as NL; got "nl".',
    ],
    [
      { own_hosts: Array.from({ length: 101 }, (_, no) => `h${no}.example`) },
      'own_hosts',
      'The own_hosts field must be a list of at most 100; got a list of 101.',
    ],
    [
      { page_session_ids: 'maybe' },
      'page_session_ids',
      'The page_session_ids field must be accept, signed or refuse; got "maybe".',
    ],
  ])('is refused: %j', async (body, field, sentence) => {
    const answer = await patch({ name: 'Store', ...body });
    expect([answer.statusCode, answer.json()]).toEqual([422, { message: sentence, errors: { [field]: [sentence] } }]);
    expect((await api.store.projects.find(p1))!.name).toBe('Shop');
  });

  it('needs the ability manage', async () => {
    const token = await api.issue({ abilities: ['goals:write', 'reports:read'] });
    const answer = await api.send('PATCH', '/projects/p1', token, { name: 'Mine' });
    expect([answer.statusCode, answer.json().message]).toEqual([403, 'This token lacks the ability manage.']);
    expect((await api.send('POST', '/projects/p1/signing-secret', token)).statusCode).toBe(403);
  });
});

it('a new signing secret is shown once; the one before is valid for an hour', async () => {
  const rotate = async () => (await api.send('POST', '/projects/p1/signing-secret', manager)).json().data;
  const first = await rotate();
  expect(first).toEqual({ secret: expect.stringMatching(/^[0-9a-f]{64}$/), still_valid: [] });
  api.now = T0 + 60_000;
  const second = await rotate();
  expect(second.secret).not.toBe(first.secret);
  expect(second.still_valid).toEqual([{ until: '2026-01-03T11:01:00.000Z' }]);
  expect((await api.store.projects.find(p1))!.signingSecrets).toEqual([
    { secret: second.secret, until: null },
    { secret: first.secret, until: T0 + 3_660_000 },
  ]);
  const shown = await api.send('GET', '/projects/p1', manager);
  expect(shown.json().data.has_signing_secret).toBe(true);
  expect(shown.body).not.toContain(second.secret);
});
