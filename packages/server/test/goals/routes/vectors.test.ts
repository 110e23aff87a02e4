import { beforeEach, expect, it } from 'vitest';
import { send as sendImport } from '../../collect/import/import-route/lines.js';
import { send as sendTrack } from '../../collect/track/track.js';
import { type MatchingCase, matchingCases, refusedRules } from '../../matching/vectors.js';
import { useSharedApi } from '../../support/api.js';

const api = useSharedApi();
let token: string;

beforeEach(async () => {
  token = await api.issue({ abilities: ['goals:read', 'goals:write', 'events:write', 'conversions:read'] });
});

const titles = (cases: readonly MatchingCase[]) => cases.map(({ title }) => title);

/** Cases whose URL is invalid for a visit in imports and on pages. The matcher handles them all the same. */
const NOT_TAKEN = [
  'what is neither a URL nor a path matches nothing',
  'what is neither a URL nor a path matches nothing, whatever it holds',
  'a space of a query is escaped',
];

/** Titles of the cases whose event met its goal. Sessions are named by `prefix` and position. */
async function converted(prefix: string): Promise<string[]> {
  const session_ids = matchingCases.map((_one, index) => `${prefix}${index}`);
  const ids = new Set<string>((await api.ask({ session_ids }, token)).json().data);
  return titles(matchingCases.filter(({ goal }, index) => ids.has(`${prefix}${index}:${goal.type}:g${index}:e1`)));
}

it("the matcher's test vectors produce the expected conversions, by import and by track", async () => {
  for (const [index, { goal }] of matchingCases.entries()) {
    const body = { key: `g${index}`, name: 'Goal', ...goal };
    expect((await api.send('POST', '/goals', token, body)).statusCode).toBe(201);
  }

  const lines = matchingCases.map(
    ({ event }, index) => `${JSON.stringify({ ...event, session_id: `i${index}`, id: 'e1' })}\n`,
  );
  const { refusals } = (await sendImport(api, token, lines.join(''))).json().data;
  const refusedByImport = refusals.map(({ line }: { line: number }) => matchingCases[line - 1]!.title);
  expect(refusedByImport).toEqual(NOT_TAKEN);

  const refusedByTrack: string[] = [];
  for (const [index, { title, event }] of matchingCases.entries()) {
    const { at: _at, ...tracked } = { ...event, id: 'e1', age: 0 };
    const answer = await sendTrack(api, { site: 'site-p1', session_id: `t${index}`, events: [tracked] });
    if (answer.statusCode === 422) refusedByTrack.push(title);
    else expect(answer.statusCode).toBe(202);
  }
  expect(refusedByTrack).toEqual(NOT_TAKEN);

  const expected = titles(matchingCases.filter(({ title, matches }) => matches && !NOT_TAKEN.includes(title)));
  expect(await converted('i')).toEqual(expected);
  expect(await converted('t')).toEqual(expected);
});

it.each(refusedRules)('a goal with an invalid rule is not created: $title', async ({ goal, faults }) => {
  const answer = await api.send('POST', '/goals', token, { key: 'goal', name: 'Goal', ...goal });
  expect(answer.statusCode).toBe(422);
  const errors: Record<string, string[]> = {};
  for (const { path, sentence } of faults) errors[path] = [...(errors[path] ?? []), sentence];
  expect(answer.json().errors).toEqual(errors);
});
