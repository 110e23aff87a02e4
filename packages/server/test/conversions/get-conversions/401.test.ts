import { expect, it } from 'vitest';
import { TOKEN_CACHE_MS } from '#goalpost/access/authenticator.js';
import type { TokenId } from '#goalpost/model/ids.js';
import { GET_CONVERSIONS, useApi } from '../../support/api.js';
import { T0 } from '../../support/builders.js';

const api = useApi();

const expectUnauthenticated = (answer: Awaited<ReturnType<typeof api.ask>>) => {
  expect(answer.statusCode).toBe(401);
  expect(answer.body).toBe('{"error":true,"message":"Unauthenticated."}');
  expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer', 'x-ratelimit-limit': '60' });
};

const ID = '01JABCDEFGHJKMNPQRSTVWXYZ0';

it.each([
  ['no Authorization header', undefined],
  ['another scheme', 'Basic dXNlcjpwYXNz'],
  ['an empty token', 'Bearer '],
  ['a token in another format', 'Bearer YOUR_API_TOKEN'],
  ['an unknown token', `Bearer gp_${ID}_${'A'.repeat(43)}`],
  ['a token with a NUL byte', 'Bearer gp_\\u0000'],
])('%s is unauthenticated, before the body is checked', async (_title, authorization) => {
  const answer = await api.app.inject({
    method: 'POST',
    url: GET_CONVERSIONS,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    payload: '{',
  });
  expectUnauthenticated(answer);
});

it('a token with another secret is unauthenticated', async () => {
  const token = await api.issue();
  const other = await api.issue();
  const [, id] = token.split('_');
  const [, , ...secret] = other.split('_');
  expectUnauthenticated(await api.ask({ session_ids: [1] }, `gp_${id}_${secret.join('_')}`));
});

it('a token is valid until it expires', async () => {
  const token = await api.issue({ expiresAt: T0 + 1000 });
  api.now = T0 + 999;
  expect((await api.ask({ session_ids: [1] }, token)).statusCode).toBe(200);
  api.now = T0 + 1000;
  expectUnauthenticated(await api.ask({ session_ids: [1] }, token));
});

it('a revoked token is refused within a second, even if it was just used', async () => {
  const token = await api.issue();
  expect((await api.ask({ session_ids: [1] }, token)).statusCode).toBe(200);
  await api.store.tokens.revoke(token.split('_')[1] as TokenId, T0);
  api.now = T0 + TOKEN_CACHE_MS + 1;
  expectUnauthenticated(await api.ask({ session_ids: [1] }, token));
});

it('the scheme may be written in any case (RFC 9110, 11.1)', async () => {
  const token = await api.issue();
  const answer = await api.ask({ session_ids: [1] }, token, { authorization: `bEARER ${token}` });
  expect(answer.statusCode).toBe(200);
});
