import { expect, it } from 'vitest';
import { useApi } from '../../support/api.js';
import { OPERATIONS } from './operations.js';

const api = useApi();

it.each(OPERATIONS)("%s %s counts towards its token's rate limit", async (method, address, ability, body) => {
  const token = await api.issue({ abilities: [ability], rateLimit: 1 });
  expect((await api.send(method, address, token, body)).headers['x-ratelimit-remaining']).toBe('0');
  const refused = await api.send(method, address, token, body);
  expect(refused.statusCode).toBe(429);
  expect(refused.body).toBe('{"error":true,"message":"Too Many Requests"}');
  expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' });
  expect(refused.headers['retry-after']).toMatch(/^([1-9]|[1-5]\d|60)$/);
});

it('all operations share the same rate limit', async () => {
  const token = await api.issue({ abilities: ['goals:read', 'goals:write'], rateLimit: OPERATIONS.length });
  const remaining = [];
  for (const [method, address, , body] of OPERATIONS) {
    remaining.push((await api.send(method, address, token, body)).headers['x-ratelimit-remaining']);
  }
  expect(remaining).toEqual(['4', '3', '2', '1', '0']);
});
