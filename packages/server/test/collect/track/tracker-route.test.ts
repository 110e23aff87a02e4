import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { useSharedApi } from '../../support/api.js';

const api = useSharedApi();
const SCRIPT = readFileSync(new URL('../../../../tracker/dist/t.js', import.meta.url), 'utf8');
const get = (headers: Record<string, string> = {}) => api.app.inject({ method: 'GET', url: '/t.js', headers });

it('the tracker is served to sites of any origin, and may be cached for an hour', async () => {
  const answer = await get();
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toBe(SCRIPT);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
});

it('it is compressed for clients that accept it', async () => {
  const answer = await get({ 'accept-encoding': 'gzip, br' });
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(gunzipSync(answer.rawPayload).toString()).toBe(SCRIPT);
});

it('a client that has it gets a 304', async () => {
  const { etag } = (await get()).headers;
  const answer = await get({ 'if-none-match': String(etag) });
  expect({ status: answer.statusCode, body: answer.body }).toEqual({ status: 304, body: '' });
});
