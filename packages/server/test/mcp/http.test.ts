import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { useApi } from '../support/api.js';
import type { App } from '../support/app.js';
import { withFailingStore } from '../support/failing-store.js';

const api = useApi({ corsOrigins: ['https://tools.example'] });

const ACCEPT = 'application/json, text/event-stream';

async function post(app: App, body: object, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${await api.issue({ abilities: ['goals:read'] })}`;
  return app.inject({ method: 'POST', url: '/mcp', headers: { authorization, accept: ACCEPT, ...headers }, body });
}

const message = (method: string, params: object = {}) => ({ jsonrpc: '2.0', id: 1, method, params });
const LIST = message('tools/list');
const LIST_GOALS = message('tools/call', { name: 'list_goals' });

it('a message is answered as JSON, with the headers of the rate limit, without anything before it', async () => {
  const answer = await post(api.app, LIST);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-remaining': '99999',
  });
  expect(answer.json()).toMatchObject({ jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'list_goals' }] } });
});

it('a notification is taken without an answer', async () => {
  const answer = await post(api.app, { jsonrpc: '2.0', method: 'notifications/initialized' });
  expect([answer.statusCode, answer.body]).toEqual([202, '']);
});

it('several messages at once are refused, since they would draw on the window as one', async () => {
  const answer = await post(api.app, [LIST, LIST]);
  expect(answer.statusCode).toBe(422);
  expect(answer.json().message).toBe('The request body must be one JSON-RPC message, an object; got a list of 2.');
});

it.each(['GET', 'DELETE'] as const)('%s is refused: nothing is pushed, and there are no sessions', async (method) => {
  const answer = await api.app.inject({ method, url: '/mcp' });
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
});

describe('a page', () => {
  it('of an origin that the operator names may use it', async () => {
    expect((await post(api.app, LIST, { origin: 'https://tools.example' })).statusCode).toBe(200);
  });

  it('of any other may not', async () => {
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
])('a tool that fails with %s says: %s', async (error, text) => {
  const app = await withFailingStore(api, error);
  const answer = await post(app, LIST_GOALS);
  expect(answer.json().result).toEqual({ content: [{ type: 'text', text }], isError: true });
  await app.close();
});
