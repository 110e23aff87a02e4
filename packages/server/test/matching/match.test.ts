import { expect, it } from 'vitest';
import { parseGoal } from '#goalpost/goals/definition.js';
import { compileRule } from '#goalpost/matching/match.js';
import { matchingCases, refusedRules, toEvent, toGoal } from './vectors.js';

it.each(matchingCases)('$goal.type: $title', (one) => {
  expect(compileRule(toGoal(one))(toEvent(one.event))).toBe(one.matches);
});

it.each(refusedRules)('refused: $title', ({ goal, faults }) => {
  expect(parseGoal({ key: 'goal', name: 'Goal', ...goal })).toEqual({ ok: false, faults });
});

it('answers for each event by itself, whatever came before', () => {
  const thanks = compileRule({ type: 'url', rule: { match: 'equals', pattern: '/thanks', on: 'path' } });
  const visits = ['/thanks', '/', '/thanks', '/thanks/', 'nowhere'].map((url) => {
    return toEvent({ type: 'visit', at: '2026-01-03T10:00:00Z', url } as never);
  });
  expect(visits.map(thanks)).toEqual([true, false, true, false, false]);
});

it('throws for a saved rule that no longer compiles', () => {
  expect(() => compileRule({ type: 'click', rule: { selector: 'a:hover' } })).toThrow(
    'A saved rule must hold a CSS selector that a click can decide (":hover" depends on the state of the page, which is not recorded).',
  );
});
