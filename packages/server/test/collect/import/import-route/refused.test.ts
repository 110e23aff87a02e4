import { describe, expect, it } from 'vitest';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { Metrics } from '#goalpost/operations/metrics.js';
import type { EventStore } from '#goalpost/store/contract/events.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { useApi } from '../../../support/api.js';
import { lines, send } from './lines.js';

const api = useApi();
const writer = () => api.issue({ abilities: ['events:write'] });

describe('401', () => {
  it('a token is needed', async () => {
    const answer = await send(api, 'nonsense', lines(1));
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toBe('{"error":true,"message":"Unauthenticated."}');
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer',
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '59',
    });
  });
});

describe('403', () => {
  it('the token needs the ability events:write, whatever others it has', async () => {
    const token = await api.issue({ abilities: ABILITIES.filter((ability) => ability !== 'events:write') });
    const answer = await send(api, token, lines(1));
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toBe('{"error":true,"message":"This token lacks the ability events:write."}');
    expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
  });
});

describe('405', () => {
  it.each(['GET', 'PUT', 'DELETE'] as const)('%s is not allowed', async (method) => {
    const answer = await api.send(method, '/events/import', 'nonsense');
    expect(answer.statusCode).toBe(405);
    expect(answer.body).toBe('{"error":true,"message":"This address answers to POST only."}');
    expect(answer.headers).toMatchObject({ allow: 'POST', 'x-ratelimit-limit': '60' });
  });
});

describe('415', () => {
  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/gzip'])(
    'a body of type %s is not read',
    async (type) => {
      const answer = await api.send('POST', '/events/import', await writer(), lines(1), { 'content-type': type });
      expect(answer.statusCode).toBe(415);
      expect(answer.body).toBe('{"error":true,"message":"Send the body with Content-Type: application/x-ndjson."}');
      expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
    },
  );

  it('a body without a type is refused, and so is a missing body', async () => {
    const answer = await api.send('POST', '/events/import', await writer());
    expect(answer.statusCode).toBe(415);
    expect(answer.body).toBe('{"error":true,"message":"Send the body with Content-Type: application/x-ndjson."}');
  });
});

describe('422', () => {
  it.each([
    ['?include_bots=yes', '"yes"'],
    ['?include_bots=', '""'],
    ['?include_bots=true&include_bots=true', 'a list of 2'],
  ])('import%s is neither true nor false, and nothing is stored', async (query, got) => {
    const answer = await send(api, await writer(), lines(1), query);
    const sentence = `The include_bots field must be true or false; got ${got}.`;
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toEqual({ message: sentence, errors: { include_bots: [sentence] } });
    expect((await send(api, await writer(), lines(1))).json().data.stored).toBe(1);
  });
});

describe('429', () => {
  it('an import of any length counts as one request in the window of its token', async () => {
    const token = await api.issue({ abilities: ['events:write'], rateLimit: 1 });
    expect((await send(api, token, lines(100))).headers['x-ratelimit-remaining']).toBe('0');
    const refused = await send(api, token, lines(1));
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toBe('{"error":true,"message":"Too Many Requests"}');
    expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' });
    expect(refused.headers['retry-after']).toMatch(/^([1-9]|[1-5]\d|60)$/);
  });
});

describe('503', () => {
  it('a store that stops answering ends the import, which says how far it got and keeps the events before that', async () => {
    const token = await writer();
    let batches = 0;
    const record: EventStore['record'] = (projectId, events) =>
      batches++ === 0
        ? api.store.events.record(projectId, events)
        : Promise.reject(new StoreUnavailable('database or disk is full'));
    const metrics = new Metrics();
    const app = await buildApp({ metrics, store: { ...api.store, events: { record } } });
    const answer = await app.inject({
      method: 'POST',
      url: `${BASE_PATH}/events/import`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      payload: lines(2500),
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      error: true,
      message: 'The store stopped answering after line 1000; send it all again in a moment, nothing is stored twice.',
    });
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'x-ratelimit-limit': '100000' });
    expect(await metrics.text()).toContain('goalpost_events_total{outcome="stored"} 1000\n');
    await app.close();
    expect((await send(api, token, lines(2500))).json().data).toMatchObject({ stored: 1500, repeated: 1000 });
  });
});
