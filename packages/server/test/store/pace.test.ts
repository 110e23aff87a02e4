import { expect, it } from 'vitest';
import { EVENTS_PER_COMMIT_MAX, Pace } from '#goalpost/store/pace.js';

it('hands over as many events as a commit did, and twice as many while it does all', () => {
  const pace = new Pace<string>();
  expect(pace.of('p')).toBe(EVENTS_PER_COMMIT_MAX);
  pace.note('p', 200, 3);
  expect([pace.of('p'), pace.of('other')]).toEqual([3, EVENTS_PER_COMMIT_MAX]);
  pace.note('p', 3, 3);
  expect(pace.of('p')).toBe(6);
  pace.note('p', 6, 0);
  expect(pace.of('p')).toBe(1);
  for (let commits = 0; commits < 20; commits++) pace.note('p', pace.of('p'), pace.of('p'));
  expect(pace.of('p')).toBe(EVENTS_PER_COMMIT_MAX);
});
