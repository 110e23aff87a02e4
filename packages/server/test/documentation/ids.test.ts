import { expect, it } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import { ID_PATTERNS } from '#goalpost/model/ids.js';
import { codeIn, readPage, rowsUnder } from '../support/markdown.js';

const looks = new Map(
  rowsUnder(readPage('docs/api/ids.md'), 'id', 'looks like', 'made by').map(([id, looksLike]) => [id, looksLike!]),
);

it.each([
  ['session', ID_PATTERNS.session],
  ['event', ID_PATTERNS.event],
  ['goal key', ID_PATTERNS.goal],
])('the id of a %s has the form on the page', (id, pattern) => {
  expect(codeIn(looks.get(id)!)).toEqual([pattern]);
});

it('a conversion id can be split: its parts never contain the separator', () => {
  expect(codeIn(looks.get('conversion')!)).toEqual(['session_id:type:goal_key:event_id']);
  const { session, event, goal } = ID_PATTERNS;
  for (const pattern of [session, event, goal]) expect('a:b').not.toMatch(new RegExp(pattern));
});

it('a token consists of its id and a secret', () => {
  const { id, bearerToken } = issueSecret();
  const [form] = codeIn(looks.get('token')!);
  expect(bearerToken).toMatch(new RegExp(`^${form!.replace('<id>', id).replace('<secret>', '.{43}')}$`));
});
