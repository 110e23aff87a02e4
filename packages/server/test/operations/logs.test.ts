import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { pino } from 'pino';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { GET_CONVERSIONS, useApi } from '../support/api.js';
import type { App } from '../support/app.js';
import { withFailingStore } from '../support/failing-store.js';

const lines: string[] = [];
const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
const api = useApi({ logger, trustedProxies: ['198.51.100.9'] });

beforeEach(() => {
  lines.length = 0;
});

const logged = () => lines.map((line) => JSON.parse(line));

const ask = (app: App, bearerToken: string) =>
  app.inject({
    method: 'POST',
    url: GET_CONVERSIONS,
    headers: { authorization: `Bearer ${bearerToken}` },
    payload: { session_ids: [1] },
  });

describe('a request is logged with its id, method, route and status:', () => {
  it('one that succeeds', async () => {
    await api.ask({ session_ids: [1] }, await api.issue());
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 20,
        reqId: 'req-1',
        method: 'POST',
        route: GET_CONVERSIONS,
        status: 200,
        ms: expect.any(Number),
        msg: 'answered',
      }),
    ]);
  });

  it('one that is refused, with the reason, the project and the id of the token', async () => {
    const bearerToken = await api.issue();
    const answer = await api.ask({}, bearerToken);
    const from = { project: 'p1', token: bearerToken.split('_')[1] };
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 30,
        reqId: 'req-1',
        kind: 'invalid',
        route: GET_CONVERSIONS,
        ...from,
        why: answer.json().message,
        msg: 'refused',
      }),
      expect.objectContaining({ level: 20, reqId: 'req-1', status: 422, ...from, msg: 'answered' }),
    ]);
  });

  it('one that is refused, without the values that were sent', async () => {
    await api.ask({ session_ids: [1], key: 'a "secret"; got it' }, await api.issue());
    await api.app.inject(`${GET_CONVERSIONS.replace('get-conversions', 'a%22secret%22b')}`);
    expect(logged().filter(({ why }) => why)).toMatchObject([
      { why: 'The key field must be "…".' },
      { kind: 'unauthenticated' },
    ]);
    expect(lines.join('')).not.toContain('secret');
  });

  it('each has an id of its own, which a client cannot choose', async () => {
    await api.app.inject({ url: '/nowhere', headers: { 'request-id': 'mine', 'x-request-id': 'mine' } });
    await api.app.inject('/nowhere');
    expect(logged().map(({ reqId }) => reqId)).toEqual(['req-1', 'req-1', 'req-2', 'req-2']);
  });
});

describe('a failure nobody foresaw', () => {
  it('is answered without a word of it, and logged with its stack', async () => {
    const app = await withFailingStore(api, new Error('no such table: /var/lib/secret'), { logger });
    const answer = await ask(app, await api.issue());
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toBe('{"error":true,"message":"Internal Server Error"}');
    expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
    expect(JSON.stringify(answer.headers)).not.toContain('secret');
    const [failure] = logged();
    expect(failure).toMatchObject({ level: 50, reqId: 'req-1', msg: 'a request failed' });
    expect(failure.err.message).toBe('no such table: /var/lib/secret');
    expect(failure.err.stack).toContain('logs.test.ts');
    await app.close();
  });

  it('in an import is answered in the same way', async () => {
    const app = await withFailingStore(api, new Error('no such table'), { logger });
    const answer = await app.inject({
      method: 'POST',
      url: '/api/services/analytics/v1/events/import',
      headers: {
        authorization: `Bearer ${await api.issue({ abilities: ['events:write'] })}`,
        'content-type': 'application/x-ndjson',
      },
      payload: '{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}\n',
    });
    expect([answer.statusCode, answer.body]).toEqual([500, '{"error":true,"message":"Internal Server Error"}']);
    expect(logged()).toContainEqual(expect.objectContaining({ level: 50, msg: 'a request failed' }));
    await app.close();
  });
});

it('a store that cannot answer is a warning with the reason, which the client is not told', async () => {
  const app = await withFailingStore(api, new StoreUnavailable('database or disk is full'), { logger });
  const answer = await ask(app, await api.issue());
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toBe('{"error":true,"message":"The store cannot answer right now; try again in a moment."}');
  expect(answer.headers).toMatchObject({ 'retry-after': '1', 'x-ratelimit-limit': '100000' });
  const [warning] = logged();
  expect(warning).toMatchObject({ level: 40, reqId: 'req-1', msg: 'the store cannot answer' });
  expect(warning.err.message).toBe('database or disk is full');
  await app.close();
});

describe('neither tokens nor addresses are ever in the logs:', () => {
  const ADDRESSES = ['198.51.100.9', '203.0.113.7', '2001:db8::7'];

  const expectNothingOf = (bearerToken: string) => {
    const text = lines.join('');
    expect(text).not.toBe('');
    const [, , ...secret] = bearerToken.split('_');
    for (const told of [secret.join('_'), ...ADDRESSES]) expect(text).not.toContain(told);
    expect(text).not.toMatch(/authorization|bearer|forwarded/i);
  };

  it.each(['200', '401', '403', '404', '405', '413', '415', '422', '429', '400'])('%s', async (status) => {
    const token = await api.issue({
      abilities: status === '403' ? [] : ['conversions:read'],
      rateLimit: status === '429' ? 0 : 60,
      expiresAt: status === '401' ? 0 : null,
    });
    for (const forwarded of ['203.0.113.7', '2001:db8::7']) {
      const { statusCode } = await api.app.inject({
        method: status === '405' ? 'PUT' : 'POST',
        url: `${status === '404' ? '/nowhere' : ''}${GET_CONVERSIONS}${status === '400' ? '/%' : ''}?token=${token}`,
        remoteAddress: '198.51.100.9',
        headers: {
          authorization: `Bearer ${token}`,
          'x-forwarded-for': forwarded,
          'content-type': status === '415' ? 'text/csv' : 'application/json',
        },
        payload: JSON.stringify({
          session_ids: status === '422' ? [`Bearer ${token}`] : [1],
          from: forwarded,
          x: status === '413' ? 'a'.repeat(1_048_576) : '',
        }),
      });
      expect(statusCode).toBe(Number(status));
    }
    expectNothingOf(token);
  });

  it('an import with lines that are refused', async () => {
    const token = await api.issue({ abilities: ['events:write'] });
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/services/analytics/v1/events/import',
      remoteAddress: '198.51.100.9',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      payload: `{"session_id":"${token}","user_agent":"203.0.113.7"}\nAuthorization: Bearer ${token}`,
    });
    expect(answer.statusCode).toBe(200);
    expectNothingOf(token);
  });

  it('what is no HTTP at all', async () => {
    const token = await api.issue();
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    lines.length = 0;
    const { port } = api.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').resume();
    socket.write(`GET / HTTP/1.1\r\nAuthorization: Bearer ${token}\r\nX-Forwarded-For: 203.0.113.7\r\nbroken\r\n\r\n`);
    await once(socket, 'close');
    await vi.waitFor(() => expect(logged()).toMatchObject([{ level: 30, kind: 'malformed_http', msg: 'refused' }]));
    expectNothingOf(token);
    expect(lines.join('')).not.toContain('127.0.0.1');
  });
});
