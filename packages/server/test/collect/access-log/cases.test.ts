import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AccessLogOptions } from '#goalpost/collect/access-log/access-log.js';
import { parseRange } from '#goalpost/http/connection/ip-address.js';
import { importLog } from './import-log.js';

// Small logs, each of a kind that used to fail or that another tool was reported to read wrongly.

const read = (name: string) => readFileSync(new URL(`./cases/${name}`, import.meta.url), 'utf8');
const FIREFOX = { browser: 'Firefox', device: 'desktop', platformOs: 'Linux' };

interface Expected {
  readonly format: string;
  readonly urls: readonly string[];
  readonly sessions: number;
  readonly at?: string;
  readonly referrer?: string;
}

const HOST = 'https://www.shop.example';
const AT = '2025-02-10T16:41:07';
const NEWS = 'https://news.example/';

const CASES: Readonly<Record<string, Expected>> = {
  'vhost-first.log': {
    format: 'vhost-combined',
    urls: ['http://www.shop.example/', 'http://www.shop.example/thanks'],
    sessions: 2,
    at: '2025-02-10T21:41:07',
  },
  'vhost-port-first.log': { format: 'vhost-combined', urls: [`${HOST}/`, `${HOST}/thanks`], sessions: 2 },
  'forwarded-for-last.log': { format: 'combined', urls: ['/', '/thanks'], sessions: 1 },
  'escaped-target.log': { format: 'combined', urls: ['/caf%C3%A9'], sessions: 1, at: AT },
  'common.log': { format: 'common', urls: ['/', '/thanks'], sessions: 1, at: AT },
  'iis-w3c.log': { format: 'w3c', urls: ['/', '/thanks?order=7'], sessions: 1, at: AT, referrer: NEWS },
  'cloudfront.log': { format: 'w3c', urls: [`${HOST}/thanks?order=7`], sessions: 1, at: AT, referrer: NEWS },
  'alb.log': { format: 'alb', urls: [`${HOST}/thanks?order=7`], sessions: 1, at: `${AT}.123` },
  's3.log': { format: 's3', urls: ['http://www.shop.example/thanks.html'], sessions: 1, at: AT, referrer: NEWS },
  'caddy.json.log': { format: 'caddy', urls: [`${HOST}/thanks?order=7`], sessions: 1, at: `${AT}.123`, referrer: NEWS },
  'nginx.json.log': {
    format: 'nginx-json',
    urls: ['http://www.shop.example/thanks?order=7'],
    sessions: 1,
    at: AT,
    referrer: NEWS,
  },
  'traefik.json.log': {
    format: 'traefik',
    urls: [`${HOST}/thanks?order=7`],
    sessions: 1,
    at: `${AT}.123`,
    referrer: NEWS,
  },
};

describe('each format is recognized by its lines', () => {
  it.each(Object.entries(CASES))('%s', async (name, { format, urls, sessions, at, referrer }) => {
    const imported = await importLog(read(name));
    expect(imported).toMatchObject({
      urls,
      sessions,
      refusals: [],
      summary: { format, stored: urls.length, truncated: null },
    });
    const [first] = imported.store.events;
    if (at !== undefined) expect(new Date(first!.at).toISOString()).toBe(`${at}.000Z`.replace(/(\.\d{3})\.000/, '$1'));
    expect(first).toMatchObject({ referrer: referrer ?? null });
    if (format !== 'common') {
      expect([...imported.store.clients.values()]).toEqual(Array(sessions).fill(expect.objectContaining(FIREFOX)));
    }
  });

  it.each(Object.keys(CASES))('%s behind a prefix of syslog', async (name) => {
    const prefixed = read(name)
      .replace(/^(?!#)/gm, '<190>Feb 10 16:41:07 web1 nginx[12]: ')
      .replace(/.*: $/, '');
    expect((await importLog(prefixed)).urls).toEqual(CASES[name]!.urls);
  });
});

it.each(['vhost-first.log', 'nginx.json.log'])('%s takes the scheme of the origin', async (name) => {
  const { urls } = await importLog(read(name), { origin: 'https://other.example' });
  expect(urls).toEqual(CASES[name]!.urls.map((url) => url.replace('http:', 'https:')));
});

describe('forwarded addresses', () => {
  const trusted = (...ranges: string[]): Partial<AccessLogOptions> => ({
    trustedProxies: ranges.map((text) => parseRange(text)!),
  });

  it.each([
    ['without a trusted proxy are counted and not used', {}, 1, 2],
    ['are the clients behind a trusted proxy', trusted('10.0.0.0/8'), 2, 0],
    ['are not used when another proxy is trusted', trusted('192.168.0.0/16'), 1, 0],
  ])('%s', async (_title, options, sessions, forwarded) => {
    expect(await importLog(read('forwarded-for-last.log'), options)).toMatchObject({
      sessions,
      summary: { forwarded },
    });
  });

  it.each([
    ['the last one that is not a proxy', '198.51.100.1, 203.0.113.7, 10.0.0.9'],
    ['with a port', '203.0.113.7:51001'],
    ['alone', '203.0.113.7'],
  ])('several spellings are one client: %s', async (_title, forwarded) => {
    const log = read('forwarded-for-last.log').replace('198.51.100.4', forwarded);
    expect((await importLog(log, trusted('10.0.0.0/8'))).sessions).toBe(1);
  });
});

it('requests that no server understood are counted by status', async () => {
  const { summary, refusals } = await importLog(read('unreadable-requests.log'));
  expect(summary).toMatchObject({ lines: 3, stored: 0, filtered: { status: 3 } });
  expect(refusals).toEqual([]);
});
