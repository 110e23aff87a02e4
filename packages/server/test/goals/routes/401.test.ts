import { expect, it } from 'vitest';
import { useApi } from '../../support/api.js';
import { OPERATIONS } from './operations.js';

const api = useApi();

it.each(OPERATIONS)('%s %s needs a token, and checks it before the body', async (method, address) => {
  const answer = await api.send(method, address, 'nonsense', method === 'GET' ? undefined : '{');
  expect(answer.statusCode).toBe(401);
  expect(answer.body).toBe('{"error":true,"message":"Unauthenticated."}');
  expect(answer.headers).toMatchObject({
    'www-authenticate': 'Bearer',
    'x-ratelimit-limit': '60',
    'x-ratelimit-remaining': '59',
  });
});
