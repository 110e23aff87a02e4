import { expect, it } from 'vitest';
import { useSharedApi } from '../../support/api.js';

const api = useSharedApi();

it('a token without the ability is refused with the name of the ability, before the body is checked', async () => {
  const token = await api.issue({ abilities: ['sessions:read', 'goals:write'] });
  const answer = await api.ask('{', token);
  expect(answer.statusCode).toBe(403);
  expect(answer.body).toBe('{"error":true,"message":"This token lacks the ability conversions:read."}');
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
});
