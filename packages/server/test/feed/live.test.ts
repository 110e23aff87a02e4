import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TOKEN_CACHE_MS } from '#goalpost/access/authenticator.js';
import { changeRoles, removeAccount } from '#goalpost/accounts/account-store.js';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import { STREAMS_PER_TOKEN_MAX } from '#goalpost/feed/streams.js';
import { limitSlowReaders } from '#goalpost/http/connection/slow-readers.js';
import type { Account } from '#goalpost/model/accounts/account.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { FEED_KEPT_MS } from '#goalpost/store/feed.js';
import { useApi } from '../support/api.js';
import type { App } from '../support/app.js';
import { click, customEvent, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import { newAccount, OWN_PAGE } from '../support/console.js';
import { closed } from '../support/raw.js';
import { type Follower, follow } from './follower.js';

interface Session {
  readonly id: string;
  readonly account: Account;
}

const P1 = 'p1' as ProjectId;
const api = useApi();
let app: App;
let url: string;
let token: string;
const followers: Follower[] = [];

/** Starts a server, which knows nothing of those before it. */
async function start(): Promise<{ app: App; url: string }> {
  const app = await buildApp({
    store: api.store,
    now: () => api.now,
    connectionsPerAddress: 1000,
    feedTimes: { lookEveryMs: 2, quietMs: 20 },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}
async function stop({ app }: { app: App }): Promise<void> {
  const closed = app.close();
  app.server.closeAllConnections();
  await closed;
}
beforeEach(async () => {
  ({ app, url } = await start());
  token = await api.issue();
  await api.store.goals.create(P1, urlGoal('/', { name: 'Any page' }));
});
afterEach(async () => {
  for (const follower of followers.splice(0)) follower.leave();
  await stop({ app });
});

const open = async (lastId?: string, bearerToken = token, server = url) => {
  const follower = await follow(server, bearerToken, lastId);
  followers.push(follower);
  return follower;
};

const connectionsOf = (server: App) =>
  new Promise<number>((resolve, reject) => {
    server.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });

describe('GET live', () => {
  it('tells each conversion as it is stored, as expand gives it', async () => {
    await api.record(visit('/', { id: 'before' }));
    const follower = await open();
    await api.record(visit('/thanks', { id: 'e1', title: 'Thanks' }));
    const [conversion] = (await api.ask({ session_ids: ['1'], expand: true }, token)).json().data.slice(1);
    expect(await follower.next()).toEqual({ event: 'conversion', data: conversion });
    expect(conversion).toMatchObject({ id: '1:url:goal:e1', goal: { name: 'Any page' }, title: 'Thanks' });
    await api.record(visit('/', { id: 'e2' }), visit('/', { id: 'e3', sessionId: '2' }));
    expect(await follower.take(2)).toEqual(['conversion 1:url:goal:e2', 'conversion 2:url:goal:e3']);
  });

  it('is a stream that no proxy holds back or changes', async () => {
    const { answer } = await open();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-ratelimit-limit': '100000',
    });
  });

  it('sends comments while there is nothing else', async () => {
    const follower = await open();
    const message = follower.next();
    while (follower.text.split('\n:\n').length < 4) await new Promise(setImmediate);
    await api.record(visit('/', { id: 'e1' }));
    expect(await message).toMatchObject({ data: { id: '1:url:goal:e1' } });
    expect(follower.text).toMatch(/^retry: \d+\n/);
  });

  it('tells nothing of other projects, nor of stored events that a goal is matched against', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    await api.store.goals.create('p2' as ProjectId, urlGoal('/'));
    await api.record(customEvent('purchase', { id: 'stored' }));
    const follower = await open();
    await api.store.events.record('p2' as ProjectId, [visit('/', { id: 'theirs' })]);
    await api.store.goals.create(P1, goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'purchase' }));
    // The new goal is not live yet.
    await api.record(customEvent('purchase', { id: 'early' }), visit('/', { id: 'then' }));
    expect(await follower.take(1)).toEqual(['conversion 1:url:goal:then']);
    await api.finishWork();
    await api.record(customEvent('purchase', { id: 'e1' }));
    expect(await follower.take(1)).toEqual(['conversion 1:event:purchase:e1']);
  });

  it('tells when a conversion gives way', async () => {
    await api.store.goals.create(P1, urlGoal('/', { key: 'first', count: 'once' }));
    await api.finishWork();
    const follower = await open();
    await api.record(visit('/', { id: 'late', at: T0 + 2, origin: 'public' }));
    await follower.take(2);
    await api.record(visit('/', { id: 'early', at: T0 + 1, origin: 'public' }));
    expect((await follower.take(3)).sort()).toEqual([
      'conversion 1:url:first:early',
      'conversion 1:url:goal:early',
      'removed 1:url:first:late',
    ]);
    await api.record(visit('/', { id: 'late', at: T0 + 2 }));
    const replaced = await follower.take(4);
    expect([...replaced].sort()).toEqual([
      'conversion 1:url:first:late',
      'conversion 1:url:goal:late',
      'removed 1:url:first:early',
      'removed 1:url:goal:late',
    ]);
    expect(replaced.indexOf('removed 1:url:goal:late')).toBeLessThan(replaced.indexOf('conversion 1:url:goal:late'));
    await api.store.sessions.erase(P1, '1' as SessionId);
    expect((await follower.take(3)).sort()).toEqual([
      'removed 1:url:first:late',
      'removed 1:url:goal:early',
      'removed 1:url:goal:late',
    ]);
  });

  it('goes on after the last id, in another process too', async () => {
    const before = await open();
    await api.record(visit('/', { id: 'e1' }));
    await before.take(1);
    const idle = before.lastId;
    before.leave();
    await api.record(visit('/', { id: 'e2' }));
    await app.close();
    await api.record(visit('/', { id: 'e3' }), visit('/', { id: 'e4' }));
    ({ app, url } = await start());
    const after = await open(idle);
    expect(await after.take(3)).toEqual(['e2', 'e3', 'e4'].map((id) => `conversion 1:url:goal:${id}`));
    const again = await open(idle);
    expect(await again.take(1)).toEqual(['conversion 1:url:goal:e2']);
  });

  it('tells again what may not have arrived', async () => {
    const start = await open();
    await api.record(visit('/', { id: 'e1' }), visit('/', { id: 'e2' }));
    // The id comes with the last of the messages that are sent together.
    await start.take(1);
    const resumed = await open(start.lastId);
    expect(await resumed.take(2)).toEqual(['conversion 1:url:goal:e1', 'conversion 1:url:goal:e2']);
  });

  it('misses nothing within 10 minutes, and says so after them', async () => {
    const follower = await open();
    await api.record(visit('/', { id: 'e1' }));
    await follower.take(1);
    follower.leave();
    await api.record(visit('/', { id: 'e2' }));
    api.now += FEED_KEPT_MS;
    const inTime = await open(follower.lastId);
    expect(await inTime.take(1)).toEqual(['conversion 1:url:goal:e2']);
    api.now += 1;
    const late = await open(follower.lastId);
    expect(await late.take(1)).toEqual(['reset']);
    await api.record(visit('/', { id: 'e3' }));
    expect(await late.take(1)).toEqual(['conversion 1:url:goal:e3']);
  });

  it.each(['', '17', 'not an id', '01KE1VN5R0E1Y7Z3M8Q4T6W9XB.41.1767434409000'])(
    'begins with a reset after the id "%s", which it did not give',
    async (id) => {
      const follower = await open(id);
      expect(await follower.take(1)).toEqual(['reset']);
      await api.record(visit('/', { id: 'e1' }));
      expect(await follower.take(1)).toEqual(['conversion 1:url:goal:e1']);
    },
  );

  it('begins with a reset after an id of another project', async () => {
    await api.store.projects.create(project({ id: 'p2' }));
    const theirs = await open(undefined, await api.issue({ projectId: 'p2' }));
    while (theirs.lastId === undefined) await Promise.race([theirs.next(), new Promise(setImmediate)]);
    expect(await (await open(theirs.lastId)).take(1)).toEqual(['reset']);
  });

  it('answers HEAD with the method that there is', async () => {
    const answer = await fetch(`${url}${BASE_PATH}/live`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('a stream ends', () => {
  it('when its token is revoked', async () => {
    const follower = await open();
    const [used] = await api.store.tokens.list(P1);
    await api.store.tokens.revoke(used!.id, T0);
    api.now += TOKEN_CACHE_MS + 1;
    await follower.ended();
    expect((await open()).answer.status).toBe(401);
  });

  it('when its token expires', async () => {
    const follower = await open(undefined, await api.issue({ expiresAt: T0 + 5 }));
    api.now += 5;
    await follower.ended();
  });

  it.each<[when: string, end: (session: Session) => Promise<unknown>]>([
    ['is ended', ({ id }) => app.consoleSessions!.end(id)],
    ['belongs to an account that is deleted', ({ account }) => removeAccount(api.store, account.email)],
    ['loses its role', ({ account }) => changeRoles(api.store, account.email, () => ({ all: null, projects: {} }))],
  ])('when its console session %s', async (_when, end) => {
    const account = await newAccount(api, { projects: { p1: 'viewer' } });
    const cookie = await app.consoleSessions!.open(account);
    const live = () =>
      fetch(`${url}${BASE_PATH}/live?project=p1`, { headers: { ...OWN_PAGE, cookie: `goalpost=${cookie}` } });
    const { status, body } = await live();
    expect(status).toBe(200);
    await end({ account, id: cookie.split('.').slice(0, 2).join('.') });
    api.now += TOKEN_CACHE_MS + 1;
    for await (const _ of body!);
    expect([401, 403]).toContain((await live()).status);
  });

  it('when the server stops, even if its client does not read', async () => {
    const reading = await open();
    const ended = reading.ended();
    await open();
    await app.close();
    await ended;
  });
});

it.each([
  ['with another request behind it', `POST ${BASE_PATH}/sessions/get-conversions HTTP/1.1\r\nHost: x\r\n`, 1_000_000],
  ['with a body that nobody reads', '', 1_000_000],
])('a stream of a client that hangs up ends, %s', async (_title, behind, bodyBytes) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const head = `GET ${BASE_PATH}/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
  const length = `Content-Length: ${bodyBytes}\r\n\r\n`;
  socket.on('error', () => {});
  socket.write(behind === '' ? head + length : `${head}\r\n${behind}${length}`);
  socket.write(Buffer.alloc(bodyBytes, ' '));
  await once(socket.resume(), 'connect');
  socket.end();
  await closed(socket);
  await vi.waitFor(async () => expect(await connectionsOf(app)).toBe(0));
});

it('a client that does not read is dropped, and others get everything', async () => {
  limitSlowReaders(app.server, { graceMs: 0, bytesPerSecondMin: 1_000_000_000, lookEveryMs: 5 });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  const dropped = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`GET ${BASE_PATH}/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await new Promise((resolve) => socket.once('readable', resolve));
  socket.pause();
  const other = await start();
  const reader = await open(undefined, token, other.url);
  // Together more than the buffers of both ends of the connection.
  const chain = Array.from({ length: 100 }, () => ({ tag: 'div', classes: ['x'.repeat(60)] }));
  await api.store.goals.create(P1, goal({ type: 'click', rule: { selector: 'div' } }, { key: 'click' }));
  await api.finishWork();
  const clicks = Array.from({ length: 2000 }, (_, index) => click(chain, { id: `c${index}` }));
  await api.record(...clicks);
  expect(await reader.take(clicks.length)).toEqual(clicks.map(({ id }) => `conversion 1:click:click:${id}`));
  await vi.waitFor(async () => {
    expect(await connectionsOf(app)).toBe(0);
  }, 20_000);
  socket.destroy();
  await dropped;
  await stop(other);
});

it('a token has at most 10 streams; when one is left, there is room for another', async () => {
  const opened = await Promise.all(Array.from({ length: STREAMS_PER_TOKEN_MAX }, () => open()));
  expect(opened.map(({ answer }) => answer.status)).toEqual(opened.map(() => 200));
  const { answer } = await open();
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
    429,
    '10',
    { error: true, message: 'Too Many Requests' },
  ]);
  expect((await open(undefined, await api.issue())).answer.status).toBe(200);
  opened[0]!.leave();
  for (;;) {
    const { status } = (await open()).answer;
    if (status === 200) break;
    expect(status).toBe(429);
  }
});
