import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { trustIn } from '#goalpost/access/trusted-proxies.js';
import { reachedBy, senderOf } from '#goalpost/http/connection/forwarded.js';
import { parseAddress, parseRange } from '#goalpost/http/connection/ip-address.js';
import { send, tracked } from '../../collect/track/track.js';
import { useApi } from '../../support/api.js';

const PROXY = '10.0.0.1';
const trusts = trustIn(['10.0.0.0/8']);
const request = (headers: Record<string, string>, remoteAddress = PROXY) =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('an address has one spelling:', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1 ', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['"192.0.2.1:4711"', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:0201', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:80', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['[2001:DB8::1]', '2001:db8::1'],
    ['"[2001:db8::1]:4711"', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s', (text, address) => expect(parseAddress(text)).toBe(address));

  it.each([
    '',
    'unknown',
    '_hidden',
    '127.1',
    '0177.0.0.1',
    '256.0.0.1',
    '1.2.3.4.5',
    '::1::',
    '2001:db8::1:443x',
    'a'.repeat(9999),
  ])('%s is none', (text) => expect(parseAddress(text)).toBeNull());
});

describe('a range is read in one way:', () => {
  it.each(['10.0.0.0/8', '10.0.0.1', '::1', 'fd00::/8', '::ffff:10.0.0.0/104'])('%s', (text) =>
    expect(parseRange(text)).not.toBeNull(),
  );
  it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0.0/', '10.0.0.0/8/8', 'x', '', '::ffff:10.0.0.0/8'])(
    '%s is none',
    (text) => expect(parseRange(text)).toBeNull(),
  );
});

describe('the sender is the first that is no proxy of ours, from the end:', () => {
  it.each([
    ['', PROXY],
    ['192.0.2.1', '192.0.2.1'],
    ['198.51.100.9, 192.0.2.1', '192.0.2.1'],
    ['192.0.2.1, 10.1.2.3', '192.0.2.1'],
    ['192.0.2.1:80, [::ffff:10.1.2.3]:90', '192.0.2.1'],
    ['unknown', PROXY],
    ['192.0.2.1, unknown, 10.1.2.3', '10.1.2.3'],
    ['10.0.0.2, 10.0.0.3', '10.0.0.2'],
  ])('%s', (list, address) => expect(senderOf(request({ 'x-forwarded-for': list }), trusts)).toBe(address));

  it('and nobody else is asked', () => {
    expect(senderOf(request({ 'x-forwarded-for': '192.0.2.1' }, '198.51.100.1'), trusts)).toBe('198.51.100.1');
  });
});

describe('what a proxy says of the address asked for is taken where it can be one:', () => {
  it.each([
    [{}, 'http://inside/'],
    [{ 'x-forwarded-proto': 'https' }, 'https://inside/'],
    [{ 'x-forwarded-proto': 'HTTPS' }, 'https://inside/'],
    [{ 'x-forwarded-proto': 'javascript' }, 'http://inside/'],
    [{ 'x-forwarded-host': 'stats.example' }, 'http://stats.example/'],
    [{ 'x-forwarded-host': 'evil.example, stats.example:8443' }, 'http://stats.example:8443/'],
    [{ 'x-forwarded-host': '"><script>' }, 'http://inside/'],
    [{ 'x-forwarded-prefix': '/stats' }, 'http://inside/stats/'],
    [{ 'x-forwarded-prefix': '/stats/v1/' }, 'http://inside/stats/v1/'],
    [{ 'x-forwarded-prefix': '//evil.example' }, 'http://inside/'],
    [{ 'x-forwarded-prefix': '/..' }, 'http://inside/'],
    [{ 'x-forwarded-prefix': '/"><script>' }, 'http://inside/'],
  ])('%j', (headers, url) => {
    const { protocol, host, prefix } = reachedBy(request({ host: 'inside', ...headers }), trusts);
    expect(`${protocol}://${host}${prefix}/`).toBe(url);
  });
});

describe('behind a proxy', () => {
  const api = useApi({ trustedProxies: ['10.0.0.0/8'] });
  const sendAs = (forwardedFor: string) =>
    send(
      api,
      { site: 'site-p1', events: [tracked({ id: undefined })] },
      { address: PROXY, headers: { 'x-forwarded-for': forwardedFor } },
    );

  it.each([
    ['IPv4', ['192.0.2.1', '192.0.2.1:1000', '192.0.2.1:2000', '::ffff:192.0.2.1', '"[::FFFF:192.0.2.1]:3000"']],
    ['IPv6', ['2001:db8::1', '[2001:DB8::1]:1000', '"[2001:0db8:0:0:0:0:0:1]:2000"']],
  ])('one client is one visitor and one window, however it is spelled: %s', async (_title, spellings) => {
    const answers = [];
    for (const spelling of spellings) answers.push(await sendAs(spelling));
    expect(new Set(answers.map((answer) => answer.json().data.session_id)).size).toBe(1);
    const remaining = answers.map(({ headers }) => Number(headers['x-ratelimit-remaining']));
    expect(remaining).toEqual(spellings.map((_, index) => 3599 - index));
  });

  it('links begin with the address that the client used', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'stats.example', 'x-forwarded-prefix': '/g' };
    const answer = await api.app.inject({ url: '/openapi.json', remoteAddress: PROXY, headers });
    expect(answer.json().servers[0].url).toBe('https://stats.example/g/api');
  });
});
