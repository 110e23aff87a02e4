import { describe, expect, it } from 'vitest';
import { useApi } from '../../support/api.js';

const api = useApi();

it.each([
  ['PUT', '/goals', 'GET, HEAD, POST'],
  ['PATCH', '/goals', 'GET, HEAD, POST'],
  ['DELETE', '/goals', 'GET, HEAD, POST'],
  ['OPTIONS', '/goals', 'GET, HEAD, POST'],
  ['POST', '/goals/thanks', 'DELETE, GET, HEAD, PATCH'],
  ['PUT', '/goals/thanks', 'DELETE, GET, HEAD, PATCH'],
] as const)('%s is not a method of %s', async (method, address, allowed) => {
  const answer = await api.send(method, address, 'nonsense');
  expect(answer.statusCode).toBe(405);
  expect(answer.json()).toEqual({ error: true, message: `This address answers to ${allowed} only.` });
  expect(answer.headers).toMatchObject({ allow: allowed, 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '59' });
});

describe.each([
  ['POST', '/goals'],
  ['PATCH', '/goals/thanks'],
] as const)('%s %s', (method, address) => {
  it('accepts a body of at most 1 MB', async () => {
    const token = await api.issue({ abilities: ['goals:write'] });
    const answer = await api.send(method, address, token, `{"x":"${'a'.repeat(1_048_576)}"}`);
    expect(answer.statusCode).toBe(413);
    expect(answer.body).toBe('{"error":true,"message":"The request body is larger than 1048576 bytes."}');
    expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000' });
  });

  it.each(['text/plain', 'application/x-ndjson', 'application/merge-patch+json'])('rejects %s', async (type) => {
    const token = await api.issue({ abilities: ['goals:write'] });
    const answer = await api.send(method, address, token, '{}', { 'content-type': type });
    expect(answer.statusCode).toBe(415);
    expect(answer.body).toBe('{"error":true,"message":"Send the body with Content-Type: application/json."}');
    expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000' });
  });
});
