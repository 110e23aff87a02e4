import { describe, expect, it } from 'vitest';
import { GET_CONVERSIONS, useApi } from '../support/api.js';
import type { Answer } from '../support/app.js';

const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,content-type',
};

const corsHeaders = ({ headers }: Answer) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

describe('unless origins are configured, the API is closed to pages of other origins:', () => {
  const api = useApi();

  it('an answer says nothing of them', async () => {
    const answer = await api.ask({ session_ids: [1] }, await api.issue(), { origin: 'https://app.example' });
    expect(answer.statusCode).toBe(200);
    expect(corsHeaders(answer)).toEqual({});
    expect(answer.headers).not.toHaveProperty('vary');
  });

  it('a preflight is a method like any other', async () => {
    const headers = { origin: 'https://app.example', ...PREFLIGHT };
    const answer = await api.app.inject({ method: 'OPTIONS', url: GET_CONVERSIONS, headers });
    expect(answer.statusCode).toBe(405);
    expect(answer.body).toBe('{"error":true,"message":"This address answers to POST only."}');
    expect(corsHeaders(answer)).toEqual({});
  });
});

describe('with origins configured', () => {
  const api = useApi({ corsOrigins: ['https://app.example', 'http://localhost:5173'] });
  const EXPOSED = 'X-RateLimit-Limit, X-RateLimit-Remaining, Retry-After';

  it.each(['https://app.example', 'http://localhost:5173'])('pages of %s may read answers', async (origin) => {
    const answer = await api.ask({ session_ids: [1] }, await api.issue(), { origin });
    expect(answer.statusCode).toBe(200);
    expect(corsHeaders(answer)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': EXPOSED,
    });
    expect(answer.headers).toMatchObject({ vary: 'Origin', 'x-ratelimit-limit': '100000' });
  });

  it.each([
    [401, 'nonsense', {}],
    [422, 'valid', {}],
    [429, 'exhausted', { session_ids: [1] }],
  ])('and refusals: %i', async (status, kind, body) => {
    const token = kind === 'nonsense' ? kind : await api.issue({ rateLimit: kind === 'exhausted' ? 0 : 60 });
    const answer = await api.ask(body, token, { origin: 'https://app.example' });
    expect(answer.statusCode).toBe(status);
    expect(corsHeaders(answer)).toEqual({
      'access-control-allow-origin': 'https://app.example',
      'access-control-expose-headers': EXPOSED,
    });
  });

  it.each(['POST', 'PATCH', 'DELETE'])('their preflight for %s is answered', async (method) => {
    const headers = { origin: 'https://app.example', ...PREFLIGHT, 'access-control-request-method': method };
    const answer = await api.app.inject({ method: 'OPTIONS', url: GET_CONVERSIONS, headers });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(corsHeaders(answer)).toEqual({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'GET, HEAD, POST, PATCH, DELETE',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-expose-headers': EXPOSED,
    });
  });

  it.each([
    ['another origin', 'https://evil.example'],
    ['an origin that only begins alike', 'https://app.example.evil.example'],
    ['the same host in another scheme', 'http://app.example'],
    ['no origin to speak of', 'null'],
    ['no origin', undefined],
  ])('%s is treated as if there were no CORS', async (_title, origin) => {
    const headers = { ...PREFLIGHT, ...(origin && { origin }) };
    const answer = await api.ask({ session_ids: [1] }, await api.issue(), headers);
    expect([answer.statusCode, corsHeaders(answer)]).toEqual([200, {}]);
    const preflight = await api.app.inject({ method: 'OPTIONS', url: GET_CONVERSIONS, headers });
    expect([preflight.statusCode, corsHeaders(preflight)]).toEqual([405, {}]);
    expect(preflight.headers).toMatchObject({ allow: 'POST', 'x-ratelimit-limit': '60' });
    const nowhere = await api.app.inject({ method: 'OPTIONS', url: '/nowhere', headers });
    expect([nowhere.statusCode, nowhere.body]).toEqual([
      404,
      '{"error":true,"message":"There is nothing at this address."}',
    ]);
    expect(nowhere.headers).toMatchObject({ 'x-ratelimit-limit': '60' });
  });
});
