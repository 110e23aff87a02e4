import { expect, it } from 'vitest';
import { useApi } from '../../support/api.js';

const api = useApi({ trustedProxies: ['127.0.0.1'] });

it('a token has its own number of requests per minute, errors included, and then waits for the next window', async () => {
  const token = await api.issue({ rateLimit: 3 });
  const other = await api.issue({ rateLimit: 3 });
  const remaining = [];
  for (const body of [{ session_ids: [1] }, {}, '{']) {
    remaining.push((await api.ask(body, token)).headers['x-ratelimit-remaining']);
  }
  expect(remaining).toEqual(['2', '1', '0']);
  const refused = await api.ask({ session_ids: [1] }, token);
  expect(refused.statusCode).toBe(429);
  expect(refused.body).toBe('{"error":true,"message":"Too Many Requests"}');
  expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': '0' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect((await api.ask({ session_ids: [1] }, other)).statusCode).toBe(200);
});

it('requests without a valid token count in the window of their address, 60 per minute, and not in that of a token', async () => {
  const from = (address: string) => api.ask({}, 'nonsense', { 'x-forwarded-for': address });
  for (let count = 0; count < 60; count++) expect((await from('192.0.2.1')).statusCode).toBe(401);
  const refused = await from('192.0.2.1');
  expect(refused.statusCode).toBe(429);
  expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0' });
  expect((await from('192.0.2.2')).statusCode).toBe(401);
  const token = await api.issue();
  expect((await api.ask({ session_ids: [1] }, token, { 'x-forwarded-for': '192.0.2.1' })).statusCode).toBe(200);
});

it('addresses of an IPv6 /64 network share a window, because one client can have them all', async () => {
  const from = (address: string) => api.ask({}, 'nonsense', { 'x-forwarded-for': address });
  expect((await from('2001:db8::1')).headers['x-ratelimit-remaining']).toBe('59');
  expect((await from('2001:db8::2')).headers['x-ratelimit-remaining']).toBe('58');
  expect((await from('2001:db8:0:1::1')).headers['x-ratelimit-remaining']).toBe('59');
});
