import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../support/api.js';
import { urlGoal } from '../../support/builders.js';
import { THANKS } from './operations.js';

const api = useApi();
const p1 = 'p1' as ProjectId;
let token: string;

beforeEach(async () => {
  token = await api.issue({ abilities: ['goals:read', 'goals:write'] });
});

const expectFault = (answer: Awaited<ReturnType<typeof api.send>>, field: string, sentence: string) => {
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toEqual({ message: sentence, errors: { [field]: [sentence] } });
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000', 'x-ratelimit-remaining': '99999' });
};

const BAD_BODIES: [unknown, string, string][] = [
  ['', 'body', 'The request body must be a JSON object; it cannot be read as JSON: it is empty.'],
  [[], 'body', 'The request body must be a JSON object; got a list of 0.'],
  ['null', 'body', 'The request body must be a JSON object; got null.'],
  [`${'['.repeat(1000)}${']'.repeat(1000)}`, 'body', 'The request body must not be nested deeper than 32 levels.'],
];

// ../definition.test.ts covers the rules of each field. These tests check that the client receives the errors.
describe('an invalid goal is not created:', () => {
  it.each<[unknown, string, string]>([
    ...BAD_BODIES,
    [
      { ...THANKS, key: 'Thanks!' },
      'key',
      'The key field must be 1 to 63 lower-case letters, digits and hyphens, of which the first is not a hyphen; got "Thanks!".',
    ],
    [{ ...THANKS, type: 'visit' }, 'type', 'The type field must be url, click or event; got "visit".'],
    [
      { ...THANKS, rule: { match: 'regex', pattern: '(?=a)' } },
      'rule.pattern',
      'The rule.pattern field must be a regular expression in RE2 syntax, which has no lookaround and no backreferences (invalid or unsupported Perl syntax: "(?="); got "(?=a)".',
    ],
    [
      { ...THANKS, value: '1' },
      'currency',
      'The currency field is required when value is given: send both, or null for both.',
    ],
  ])('%j', async (body, field, sentence) => {
    expectFault(await api.send('POST', '/goals', token, body), field, sentence);
    expect(await api.store.goals.list(p1)).toEqual([]);
  });
});

describe('an invalid change has no effect:', () => {
  it.each<[unknown, string, string]>([
    ...BAD_BODIES,
    [{ key: 'other' }, 'key', 'The key field cannot be changed: it must be "thanks" or absent; got "other".'],
    [
      { type: 'click' },
      'rule',
      "The rule field is required when the type changes: it must be a rule of type click; the goal's is of type url.",
    ],
    [
      { name: ' ' },
      'name',
      'The name field must be a name of 1 to 120 characters, not all of them white space; got " ".',
    ],
    [
      { rule: { match: 'prefix' } },
      'rule.pattern',
      'The rule.pattern field is required: it must be a pattern of 1 to 1024 characters.',
    ],
  ])('%j', async (body, field, sentence) => {
    const before = await api.store.goals.create(p1, urlGoal('/thanks', { key: 'thanks' }));
    expectFault(await api.send('PATCH', '/goals/thanks', token, body), field, sentence);
    expect(await api.store.goals.list(p1)).toEqual([before]);
  });
});

it('an existing key is refused, and its goal does not change', async () => {
  const before = await api.store.goals.create(p1, urlGoal('/old', { key: 'thanks' }));
  const answer = await api.send('POST', '/goals', token, THANKS);
  expectFault(answer, 'key', 'The key field must be new; the project has a goal "thanks".');
  expect(await api.store.goals.list(p1)).toEqual([before]);
});

it('a project has at most 200 goals', async () => {
  const keys = Array.from({ length: 199 }, (_, index) => `goal-${index}`);
  await Promise.all(keys.map((key) => api.store.goals.create(p1, urlGoal('/', { key }))));
  expect((await api.send('POST', '/goals', token, { ...THANKS, key: 'the-200th' })).statusCode).toBe(201);
  const refused = await api.send('POST', '/goals', token, { ...THANKS, key: 'the-201st' });
  const sentence = 'The project has 200 goals, which is the most it can have; delete one first.';
  expect([refused.statusCode, refused.json()]).toEqual([422, { message: sentence, errors: { body: [sentence] } }]);
  expect((await api.send('PATCH', '/goals/the-200th', token, { name: 'Still' })).statusCode).toBe(200);
  expect((await api.send('DELETE', '/goals/goal-0', token)).statusCode).toBe(200);
  expect((await api.send('POST', '/goals', token, { ...THANKS, key: 'the-201st' })).statusCode).toBe(201);
  expect((await api.send('GET', '/goals', token)).json().data).toHaveLength(200);
});
