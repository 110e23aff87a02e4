import { describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { ABILITIES, type Ability } from '#goalpost/model/token.js';
import { operationsOf } from '../reference/openapi-rules.js';
import { type Method, useSharedApi } from '../support/api.js';
import { codeIn, readPage, rowsUnder } from '../support/markdown.js';

const api = useSharedApi();
const rows = rowsUnder(readPage('docs/api/authentication.md'), 'ability', 'endpoints');
/** Endpoints that every token may call. */
const OPEN = codeIn(rows.find(([ability]) => ability === 'any')![1]!);
const needs = rows
  .filter(([ability]) => ability !== 'any')
  .flatMap(([ability, endpoints]) =>
    codeIn(endpoints!).map((endpoint) => [endpoint, codeIn(ability!)[0] as Ability] as const),
  );

it('the page lists every ability, and every endpoint that needs a token', () => {
  expect(rows.flatMap(([ability]) => codeIn(ability!)).sort()).toEqual([...ABILITIES].sort());
  const takingTokens = operationsOf(api.app.swagger()).filter(({ operation }) => operation.security === undefined);
  expect([...OPEN, ...needs.map(([endpoint]) => endpoint)].sort()).toEqual(
    takingTokens.map(({ where }) => where.replace(`${BASE_PATH}/`, '')).sort(),
  );
});

it.each(OPEN)('any token gives access to %s', async (endpoint) => {
  const [method, path] = endpoint.split(' ') as [Method, string];
  const token = await api.issue({ abilities: ['conversions:read'] });
  expect((await api.send(method, `/${path.replace(/\{\w+\}/, 'p1')}`, token)).statusCode).toBe(200);
});

describe('all other abilities together do not give access to', () => {
  it.each(needs)('%s, which needs %s', async (endpoint, ability) => {
    const [method, path] = endpoint.split(' ') as [Method, string];
    const token = await api.issue({ abilities: ABILITIES.filter((other) => other !== ability) });
    const answer = await api.send(method, `/${path.replace(/\{\w+\}/, 'x')}`, token);
    expect(answer.statusCode).toBe(403);
    expect(answer.json().message).toBe(`This token lacks the ability ${ability}.`);
  });
});
