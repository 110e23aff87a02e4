import { expect, it } from 'vitest';
import { parseGoal } from '#goalpost/goals/definition.js';
import { AUTOMATON_BYTES_MAX } from '#goalpost/matching/automaton.js';
import { compileRule } from '#goalpost/matching/match.js';
import { SELECTOR_PARTS_MAX } from '#goalpost/matching/selector.js';
import { REGEX_STEPS_MAX } from '#goalpost/matching/text-rule.js';
import { GOALS_MAX, PATTERN_CHARACTERS_MAX, SELECTOR_CHARACTERS_MAX } from '#goalpost/model/goal.js';
import { toEvent } from '../matching/vectors.js';
import { codeIn, readPage, rowsUnder } from '../support/markdown.js';

const page = readPage('docs/goals.md');

function saved(type: string, rule: unknown) {
  return parseGoal({ key: 'goal', name: 'Goal', type, rule });
}

function matches(type: string, rule: unknown, event: object): boolean {
  const parsed = saved(type, rule);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return compileRule(parsed.goal)(toEvent({ at: '2026-01-03T10:00:00Z', ...event } as never));
}

it.each(rowsUnder(page, 'on', 'match', 'pattern', 'matches', 'does not match').map((row) => row.flatMap(codeIn)))(
  'on %s, %s %s matches %s and not %s',
  (on, match, pattern, matching, other) => {
    const rule = { on, match, pattern };
    expect([matching, other].map((url) => matches('url', rule, { type: 'visit', url }))).toEqual([true, false]);
  },
);

it.each(rowsUnder(page, 'selector', 'holds'))('%s holds for the click shown: %s', (selector, holds) => {
  const element = JSON.parse(/```json\n(\[.*?)```/s.exec(page)![1]!);
  expect(matches('click', { selector: codeIn(selector!)[0] }, { type: 'click', element })).toBe(holds === 'yes');
});

const refused = rowsUnder(page, 'selector', 'why it is refused').flatMap(([selectors, why]) =>
  codeIn(selectors!).map((selector) => [selector, why!] as const),
);
it.each(refused)('%s is refused because it %s', (selector, why) => {
  expect(saved('click', { selector })).toEqual({
    ok: false,
    faults: [{ path: 'rule.selector', sentence: expect.stringContaining(why) }],
  });
});

it('shows a valid goal, and states the actual limits', () => {
  expect(parseGoal(JSON.parse(/```json\n(\{.*?)```/s.exec(page)![1]!)).ok).toBe(true);
  const limits = new Map(rowsUnder(page, 'what', 'limit', 'why').map(([what, limit]) => [what, limit]));
  expect(limits.get('goals of a project')).toBe(`${GOALS_MAX}`);
  expect(limits.get('pattern, text of a click')).toBe(`${PATTERN_CHARACTERS_MAX} characters`);
  expect(limits.get('selector')).toBe(`${SELECTOR_CHARACTERS_MAX} characters, ${SELECTOR_PARTS_MAX} parts`);
  expect(limits.get('compiled `regex`')).toMatch(new RegExp(`^${REGEX_STEPS_MAX} steps`));
  expect(limits.get('automaton of `regex`, `glob`')).toBe(`${AUTOMATON_BYTES_MAX / 1024} kB`);
});
