import { expect, it } from 'vitest';
import { GET_CONVERSIONS, useApi } from '../../support/api.js';

const api = useApi();

it.each(['/nope', '/api/services/analytics/v1', `${GET_CONVERSIONS}/`, `${GET_CONVERSIONS}/x`])(
  'there is nothing at %s',
  async (url) => {
    const answer = await api.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'text/csv' },
      payload: 'a,b',
    });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toBe('{"error":true,"message":"There is nothing at this address."}');
    expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '59' });
  },
);

it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)('%s is not allowed', async (method) => {
  const answer = await api.app.inject({ method, url: GET_CONVERSIONS });
  expect(answer.statusCode).toBe(405);
  expect(answer.body).toBe('{"error":true,"message":"This address answers to POST only."}');
  expect(answer.headers).toMatchObject({ allow: 'POST', 'x-ratelimit-limit': '60' });
});

it('the root redirects to the console, and allows GET and HEAD only', async () => {
  const redirected = await api.app.inject({ url: '/' });
  expect([redirected.statusCode, redirected.headers.location]).toEqual([302, 'console']);
  const refused = await api.app.inject({ method: 'POST', url: '/' });
  expect([refused.statusCode, refused.headers.allow]).toEqual([405, 'GET, HEAD']);
});

it('a body over 1 MB is too large', async () => {
  const token = await api.issue();
  const answer = await api.ask(`{"session_ids":[1],"x":"${'a'.repeat(1_048_576)}"}`, token);
  expect(answer.statusCode).toBe(413);
  expect(answer.body).toBe('{"error":true,"message":"The request body is larger than 1048576 bytes."}');
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000' });
});

it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense'])(
  'a body of type %s is refused',
  async (type) => {
    const token = await api.issue();
    const answer = await api.ask('{"session_ids":[1]}', token, { 'content-type': type });
    expect(answer.statusCode).toBe(415);
    expect(answer.body).toBe('{"error":true,"message":"Send the body with Content-Type: application/json."}');
  },
);

it('JSON with a charset is accepted', async () => {
  const token = await api.issue();
  const answer = await api.ask('{"session_ids":[1]}', token, { 'content-type': 'application/json; charset=UTF-8' });
  expect(answer.statusCode).toBe(200);
});
