import { expect, it } from 'vitest';
import { ABILITIES } from '#goalpost/model/token.js';
import { useSharedApi } from '../../support/api.js';
import { OPERATIONS } from './operations.js';

const api = useSharedApi();

it.each(OPERATIONS)('%s %s needs the ability %s, even with all others', async (method, address, ability) => {
  const token = await api.issue({ abilities: ABILITIES.filter((other) => other !== ability) });
  const answer = await api.send(method, address, token, method === 'GET' ? undefined : '{');
  expect(answer.statusCode).toBe(403);
  expect(answer.body).toBe(`{"error":true,"message":"This token lacks the ability ${ability}."}`);
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
});

it.each(OPERATIONS)('%s %s needs only the ability %s', async (method, address, ability, body) => {
  const token = await api.issue({ abilities: [ability] });
  expect([200, 201, 404]).toContain((await api.send(method, address, token, body)).statusCode);
});
