import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildApp } from '#goalpost/app.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { useSharedApi } from '../../support/api.js';
import { project } from '../../support/builders.js';
import { send, track, tracked } from './track.js';

const api = useSharedApi();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let number = 0;
/** Sends another event, `age` ms old, and returns its session. */
const visitOf = (age = 0, sender = {}) => track(api, [tracked({ id: `e${number++}`, age })], sender);

/** Restarts the server on the same data. */
async function restart(): Promise<void> {
  await api.app.close();
  await api.store.close();
  const store = openSqliteStore(api.dataDir, { now: () => api.now });
  Object.assign(api, { store, app: await buildApp({ store, now: () => api.now }) });
}

describe('a visitor', () => {
  it('keeps a session with gaps of up to 30 minutes, and starts another after a longer gap', async () => {
    const first = await visitOf();
    api.now += 30 * MINUTE_MS;
    expect(await visitOf()).toBe(first);
    api.now += 30 * MINUTE_MS + 1;
    expect(await visitOf()).not.toBe(first);
  });

  it.each([
    ['address', { address: '192.0.2.8' }],
    ['user agent', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0' }],
  ])('is a different one with another %s', async (_what, sender) => {
    expect(await visitOf(0, sender)).not.toBe(await visitOf());
  });

  it('is a different one in another project', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    const own = await visitOf();
    const other = await send(api, { site: 'site-p2', events: [tracked()] });
    expect(other.json().data.session_id).not.toBe(own);
  });

  it('has one session even if the first two requests arrive at once', async () => {
    const sessions = await Promise.all(Array.from({ length: 20 }, () => visitOf()));
    expect(new Set(sessions).size).toBe(1);
  });
});

describe('the pages of a project that names no origins', () => {
  const from = (origin: string) => visitOf(0, { headers: { origin } });

  it.each([
    ['https://www.shop.example', 'https://checkout.shop.example'],
    ['https://shop.example', 'http://shop.example:8080'],
    ['https://shop.co.uk', 'https://www.shop.co.uk'],
    ['https://xn--mnchen-3ya.example', 'https://www.xn--mnchen-3ya.example'],
    ['http://localhost:3000', 'http://localhost:4000'],
    ['http://192.0.2.1', 'http://192.0.2.1:8080'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['null', 'null'],
  ])('share a session within a site: %s and %s', async (one, other) => {
    expect(await from(other)).toBe(await from(one));
  });

  it.each([
    ['https://shop.example', 'https://evil.example'],
    ['https://shop.co.uk', 'https://evil.co.uk'],
    ['https://shop.github.io', 'https://evil.github.io'],
    ['https://shop.example', 'https://shop.example.evil.example'],
    ['https://shop.example', 'null'],
    ['http://192.0.2.1', 'http://192.0.2.2'],
    ['http://localhost', 'capacitor://localhost'],
    ['chrome-extension://one', 'chrome-extension://other'],
  ])('share none between sites: %s and %s', async (one, other) => {
    expect(await from(other)).not.toBe(await from(one));
  });

  it('share none with programs, which send no origin', async () => {
    expect(await from('https://shop.example')).not.toBe(await visitOf());
  });

  it('share none after a restart either', async () => {
    const own = await from('https://shop.example');
    await restart();
    expect(await from('https://evil.example')).not.toBe(own);
    expect(await from('https://www.shop.example')).toBe(own);
  });
});

it('the origins that a project names share a session, whatever their sites', async () => {
  const origins = ['https://shop.example', 'https://shop-checkout.example'];
  await api.store.projects.create(project({ id: 'p3', allowedOrigins: origins }));
  const sessions = [];
  for (const headers of [{ origin: origins[0]! }, { origin: origins[1]! }, {}]) {
    const answer = await send(api, { site: 'site-p3', events: [tracked({ id: `n${number++}` })] }, { headers });
    sessions.push(answer.json().data.session_id);
  }
  expect(new Set(sessions).size).toBe(1);
});

describe('a session', () => {
  it('continues past midnight', async () => {
    api.now = Date.parse('2026-01-03T23:45:00Z');
    const first = await visitOf();
    for (let minutes = 0; minutes < 60 * 50; minutes += 25) {
      api.now += 25 * MINUTE_MS;
      expect(await visitOf()).toBe(first);
    }
  });

  it('continues after a restart of the server, even past midnight', async () => {
    api.now = Date.parse('2026-01-03T23:50:00Z');
    const first = await visitOf();
    await restart();
    expect(await visitOf()).toBe(first);
    api.now += 20 * MINUTE_MS;
    await restart();
    expect(await visitOf()).toBe(first);
  });

  it('gets late and out-of-order events, each in the nearest session', async () => {
    const first = await visitOf();
    api.now += 3 * HOUR_MS;
    const second = await visitOf();
    expect(second).not.toBe(first);
    expect(await visitOf(3 * HOUR_MS - 10 * MINUTE_MS)).toBe(first);
    expect(await visitOf(29 * MINUTE_MS)).toBe(second);
    expect(await visitOf(3 * HOUR_MS + 20 * MINUTE_MS)).toBe(first);
    await restart();
    expect(await visitOf(3 * HOUR_MS - 20 * MINUTE_MS)).toBe(first);
    expect(await visitOf()).toBe(second);
  });

  it('is found for each event of a request; the answer has the session of the newest', async () => {
    const events = [tracked({ id: 'old', age: 2 * HOUR_MS }), tracked({ id: 'new' })];
    const newest = await track(api, events);
    expect(await visitOf(2 * HOUR_MS)).not.toBe(newest);
    expect(await visitOf()).toBe(newest);
  });
});

describe('the stored data of a visitor', () => {
  it('is deleted with the salt of the day, and never includes the address or user agent', async () => {
    await visitOf(0, { address: '203.0.113.77' });
    const today = await api.store.visitors.salt('2026-01-03');
    expect(today).toMatch(/^[0-9a-f]{64}$/);
    expect(await api.store.visitors.salt('2026-01-03')).toBe(today);
    while (await api.store.visitors.forget('2026-01-04'));
    expect(await api.store.visitors.salt('2026-01-03')).not.toBe(today);
    await api.app.close();
    await api.store.close();
    const bytes = readdirSync(api.dataDir).map((file) => readFileSync(path.join(api.dataDir, file), 'latin1'));
    expect(bytes.join().includes('https://shop.example')).toBe(true);
    expect(bytes.join()).not.toContain('203.0.113.77');
    expect(bytes.join()).not.toContain('Firefox/140');
    expect(bytes.join()).not.toContain(today);
    await restart();
  });

  it('of other days stays', async () => {
    const salt = await api.store.visitors.salt('2026-01-04');
    while (await api.store.visitors.forget('2026-01-04'));
    expect(await api.store.visitors.salt('2026-01-04')).toBe(salt);
    expect(await api.store.projects.find('p1' as ProjectId)).not.toBeNull();
  });
});
