import { describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { ABILITIES, type Ability } from '#goalpost/model/token.js';
import { operationsOf } from '../reference/openapi-rules.js';
import { type Method, useSharedApi } from '../support/api.js';
import { codeIn, readPage, rowsUnder } from '../support/markdown.js';

const api = useSharedApi();
const rows = rowsUnder(readPage('docs/api/authentication.md'), 'ability', 'endpoints');
const needs = rows.flatMap(([ability, endpoints]) =>
  codeIn(endpoints!).map((endpoint) => [endpoint, codeIn(ability!)[0] as Ability] as const),
);

it('the page lists every ability, and every endpoint that needs a token', () => {
  expect(rows.map(([ability]) => codeIn(ability!)[0]).sort()).toEqual([...ABILITIES].sort());
  const takingTokens = operationsOf(api.app.swagger()).filter(({ operation }) => operation.security === undefined);
  expect(needs.map(([endpoint]) => endpoint).sort()).toEqual(
    takingTokens.map(({ where }) => where.replace(`${BASE_PATH}/`, '')).sort(),
  );
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
