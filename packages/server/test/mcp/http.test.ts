import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { buildApp } from '#goalpost/app.js';
import { REPORTS_PER_PROJECT_MAX, REPORTS_WAITING_MAX } from '#goalpost/reports/turns.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { useSharedApi } from '../support/api.js';
import type { App } from '../support/app.js';
import { withFailingStore } from '../support/failing-store.js';

const api = useSharedApi({ corsOrigins: ['https://tools.example'] });

const ACCEPT = 'application/json, text/event-stream';

async function post(app: App, body: object, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${await api.issue({ abilities: ['goals:read', 'reports:read'] })}`;
  return app.inject({ method: 'POST', url: '/mcp', headers: { authorization, accept: ACCEPT, ...headers }, body });
}

const message = (method: string, params: object = {}) => ({ jsonrpc: '2.0', id: 1, method, params });
const LIST = message('tools/list');
const LIST_GOALS = message('tools/call', { name: 'list_goals' });

it('a message is answered as JSON with rate-limit headers, without a handshake', async () => {
  const answer = await post(api.app, LIST);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-remaining': '99999',
  });
  expect(answer.json()).toMatchObject({
    jsonrpc: '2.0',
    id: 1,
    result: { tools: [{ name: 'report' }, { name: 'funnel' }, { name: 'list_goals' }] },
  });
});

it('a notification is accepted without an answer', async () => {
  const answer = await post(api.app, { jsonrpc: '2.0', method: 'notifications/initialized' });
  expect([answer.statusCode, answer.body]).toEqual([202, '']);
});

it('a list of messages is refused, since it would count as one request in the window', async () => {
  const answer = await post(api.app, [LIST, LIST]);
  expect(answer.statusCode).toBe(422);
  expect(answer.json().message).toBe('The request body must be one JSON-RPC message, an object; got a list of 2.');
});

it.each(['GET', 'DELETE'] as const)(
  '%s is refused, because the server pushes nothing and has no sessions',
  async (method) => {
    const answer = await api.app.inject({ method, url: '/mcp' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  },
);

describe('a page', () => {
  it('from an allowed origin may use the server', async () => {
    expect((await post(api.app, LIST, { origin: 'https://tools.example' })).statusCode).toBe(200);
  });

  it('from any other origin may not', async () => {
    const answer = await post(api.app, LIST, { origin: 'https://evil.example' });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().message).toBe(
      'Pages of https://evil.example may not use this server. Its operator can allow them: goalpost serve --cors-origin https://evil.example',
    );
  });
});

it.each([
  [new StoreUnavailable('database is locked'), 'The store cannot answer right now; try again in a moment.'],
  [new Error('secret'), 'Internal Server Error'],
])('a tool that fails with %s answers: %s', async (error, text) => {
  const app = await withFailingStore(api, error);
  const answer = await post(app, LIST_GOALS);
  expect(answer.json().result).toEqual({ content: [{ type: 'text', text }], isError: true });
  await app.close();
});

describe('a report that takes long', () => {
  const REPORT = message('tools/call', {
    name: 'report',
    arguments: { start_date: '2026-01-01', end_date: '2026-01-31' },
  });
  /** A server whose reports take until they are let go. */
  async function openSlowApp(onBegun: (signal: AbortSignal) => void = () => {}) {
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { reports } = api.store;
    const slow: typeof reports = {
      ...reports,
      async answer(question, signal) {
        onBegun(signal);
        await Promise.race([gate, once(signal, 'abort')]);
        return reports.answer(question, signal);
      },
    };
    return { app: await buildApp({ store: { ...api.store, reports: slow }, now: () => api.now }), letGo };
  }

  it('makes others wait, and is an error once too many do', async () => {
    const { app, letGo } = await openSlowApp();
    const calls = Array.from({ length: REPORTS_PER_PROJECT_MAX + REPORTS_WAITING_MAX + 1 }, () => post(app, REPORT));
    // The others are only answered later.
    const refused = await Promise.race(calls);
    expect(refused.json().result).toEqual({ content: [{ type: 'text', text: 'Too Many Requests' }], isError: true });
    letGo();
    const answers = (await Promise.all(calls)).map((answer) => answer.json().result.isError ?? false);
    expect(answers.filter((isError) => isError)).toHaveLength(1);
    await app.close();
  });

  it('ends when the connection is closed', async () => {
    let begin = (_signal: AbortSignal) => {};
    const begun = new Promise<AbortSignal>((resolve) => {
      begin = resolve;
    });
    const { app } = await openSlowApp((signal) => begin(signal));
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const leaving = new AbortController();
    const authorization = `Bearer ${await api.issue({ abilities: ['reports:read'] })}`;
    const headers = { authorization, accept: ACCEPT, 'content-type': 'application/json' };
    const body = JSON.stringify(REPORT);
    const asked = fetch(`${url}/mcp`, { method: 'POST', headers, body, signal: leaving.signal });
    const signal = await begun;
    const aborted = once(signal, 'abort');
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await aborted;
    expect(signal.aborted).toBe(true);
    await app.close();
  });
});
