import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseGoal } from '#goalpost/goals/definition.js';
import { GOALS_MAX } from '#goalpost/goals/limits.js';
import { compileRule } from '#goalpost/goals/match.js';
import { REGEX_STEPS_MAX } from '#goalpost/goals/text-rule.js';
import { toEvent } from './vectors.js';

const page = readFileSync(new URL('../../../../docs/goals.md', import.meta.url), 'utf8');

/** The cells of the table under a header row, without the ticks around code. */
function table(header: string): string[][] {
  const [, rows] = page.split(`${header}\n`);
  if (rows === undefined) throw new Error(`docs/goals.md has no table "${header}"`);
  return rows
    .slice(0, rows.indexOf('\n\n'))
    .split('\n')
    .slice(1)
    .map((row) => row.slice(2, -2).split(' | '));
}

function code(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!.replace('\\|', '|'));
}

function saved(type: string, rule: unknown) {
  return parseGoal({ key: 'goal', name: 'Goal', type, rule });
}

function matches(type: string, rule: unknown, event: object): boolean {
  const parsed = saved(type, rule);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return compileRule(parsed.goal)(toEvent({ at: '2026-01-03T10:00:00Z', ...event } as never));
}

it.each(table('| on | match | pattern | matches | does not match |').map((cells) => cells.flatMap(code)))(
  'on %s, %s %s matches %s and not %s',
  (on, match, pattern, matching, other) => {
    const rule = { on, match, pattern };
    expect([matching, other].map((url) => matches('url', rule, { type: 'visit', url }))).toEqual([true, false]);
  },
);

it.each(table('| selector | holds |'))('%s holds for the click shown: %s', (selector, holds) => {
  const element = JSON.parse(/```json\n(\[.*?)```/s.exec(page)![1]!);
  expect(matches('click', { selector: code(selector!)[0] }, { type: 'click', element })).toBe(holds === 'yes');
});

const refused = table('| selector | why it is refused |').flatMap(([selectors, why]) =>
  code(selectors!).map((selector) => [selector, why!] as const),
);
it.each(refused)('%s is refused because it %s', (selector, why) => {
  expect(saved('click', { selector })).toEqual({
    ok: false,
    faults: [{ path: 'rule.selector', sentence: expect.stringContaining(why) }],
  });
});

it('shows a goal that can be saved, and names the limits that hold', () => {
  expect(parseGoal(JSON.parse(/```json\n(\{.*?)```/s.exec(page)![1]!)).ok).toBe(true);
  expect(page).toContain(`| goals of a project | ${GOALS_MAX} |`);
  expect(page).toContain(`| compiled \`regex\` | ${REGEX_STEPS_MAX} steps`);
});
