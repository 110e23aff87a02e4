import { describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { useSharedApi } from '../../support/api.js';
import { withFailingStore } from '../../support/failing-store.js';
import { send, track, tracked } from './track.js';

const api = useSharedApi();

describe('405', () => {
  it.each(['GET', 'PUT', 'DELETE'] as const)('%s is not allowed', async (method) => {
    const answer = await api.app.inject({ method, url: `${BASE_PATH}/track` });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('OPTIONS, POST');
  });
});

describe('413', () => {
  it('a body of more than 64 KB is not read', async () => {
    const answer = await send(api, { site: 'site-p1', events: [tracked({ title: 'x'.repeat(65_536) })] });
    expect(answer.statusCode).toBe(413);
    expect(answer.body).toBe('{"error":true,"message":"The request body is larger than 65536 bytes."}');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('415', () => {
  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])('%s is not read', async (type) => {
    const answer = await send(api, 'a=b', { headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(415);
    expect(answer.body).toBe('{"error":true,"message":"Send the body with Content-Type: application/json."}');
  });
});

describe('422', () => {
  const body = (changes: object) => ({ site: 'site-p1', events: [tracked()], ...changes });
  it.each([
    [
      'invalid JSON',
      '{',
      { body: [expect.stringMatching(/^The request body must be a JSON object; it cannot be read/)] },
    ],
    ['a list', [], { body: ['The request body must be a JSON object; got a list of 0.'] }],
    [
      'no site',
      body({ site: undefined }),
      { site: ['The site field is required: it must be the site key of a project.'] },
    ],
    ['another site', body({ site: 'p1' }), { site: ['The site field must be the site key of a project; got "p1".'] }],
    [
      'no events',
      body({ events: [] }),
      { events: [expect.stringMatching(/^The events field must be a list of 1 to 100 events; got /)] },
    ],
    [
      'too many events',
      body({ events: Array.from({ length: 101 }, () => tracked()) }),
      { events: [expect.stringMatching(/^The events field must be a list of 1 to 100 events; got /)] },
    ],
    [
      'an invalid session id',
      body({ session_id: 'a b' }),
      { session_id: [expect.stringMatching(/^The session_id field must be a session id \(1 to 64 of A-Z/)] },
    ],
    [
      'only unusable events',
      body({ events: [tracked({ age: -1 }), 7, tracked({ age: 86_400_001 })] }),
      {
        'events.0.age': [
          'Event 0: The age field must be a number of milliseconds from 0 to 86400000 (24 hours); got -1.',
        ],
        'events.1': ['Event 1: The event must be a JSON object; got 7.'],
        'events.2.age': [
          'Event 2: The age field must be a number of milliseconds from 0 to 86400000 (24 hours); got 86400001.',
        ],
      },
    ],
  ])('%s', async (_title, sent, errors) => {
    const answer = await send(api, sent);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toEqual(errors);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('429', () => {
  it('an address may send 3600 requests a minute, in a window separate from its other requests', async () => {
    const bad = (address: string) => send(api, '{', { address });
    for (let count = 1; count < 3600; count++) await bad('192.0.2.1');
    expect((await bad('192.0.2.1')).headers).toMatchObject({
      'x-ratelimit-limit': '3600',
      'x-ratelimit-remaining': '0',
    });
    const refused = await bad('192.0.2.1');
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toBe('{"error":true,"message":"Too Many Requests"}');
    expect(refused.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^(60|[1-5]\d?)$/),
      'access-control-allow-origin': '*',
    });
    expect((await bad('192.0.2.2')).statusCode).toBe(422);
    const other = await api.app.inject({ method: 'GET', url: `${BASE_PATH}/goals`, remoteAddress: '192.0.2.1' });
    expect(other.headers['x-ratelimit-remaining']).toBe('59');
  });
});

describe('503', () => {
  it('a store that is unavailable is reported, to pages as well', async () => {
    const app = await withFailingStore(api, new StoreUnavailable('the disk is full'));
    const answer = await send({ ...api, app }, { site: 'site-p1', events: [tracked()] });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'access-control-allow-origin': '*' });
    await app.close();
    await expect(track(api, [tracked()])).resolves.toMatch(/./);
  });
});
