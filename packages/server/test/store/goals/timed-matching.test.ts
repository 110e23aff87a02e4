import { expect, it } from 'vitest';
import type { Click, Event } from '#goalpost/model/event.js';
import type { EventId, SessionId } from '#goalpost/model/ids.js';
import { GoalCompiler } from '#goalpost/store/goals/matchers.js';
import { type MatchedEvent, type MatchProgress, TimedMatching } from '#goalpost/store/goals/timed-matching.js';
import type { GoalVersion } from '#goalpost/store/goals/versions.js';

const SELECTORS = ['.a', '.b', '.a.b', ':not(.a)', 'a', 'b'];

function goals(revision: number) {
  const versions = SELECTORS.map((selector, index) => ({ no: index + 1, type: 'click', rule: { selector } }));
  return new GoalCompiler<string>().compiled('p', revision, () => versions as unknown as GoalVersion[]);
}

const click = (id: string, classes: string[]): Click => ({
  sessionId: 's' as SessionId,
  id: id as EventId,
  at: 0,
  origin: 'trusted',
  type: 'click',
  url: null,
  text: null,
  href: null,
  element: [{ tag: 'a', classes }],
});
const EVENTS: readonly Event[] = [click('e1', ['a']), click('e2', ['b']), click('e3', ['a', 'b']), click('e4', [])];

const shown = ({ event, met }: MatchedEvent) => [event.id, met.map(({ goalNo }) => goalNo)];
const EXPECTED = [
  ['e1', [1, 5]],
  ['e2', [2, 4, 5]],
  ['e3', [1, 2, 3, 5]],
  ['e4', [4, 5]],
];

it('matches all events when there is time', () => {
  const matching = new TimedMatching(goals(1), 60_000);
  expect([...matching.match(EVENTS, null)].map(shown)).toEqual(EXPECTED);
  expect(matching.progress).toBeNull();
});

it('goes on where the time was up, in the middle of an event, and misses nothing', () => {
  const matched: MatchedEvent[] = [];
  let progress: MatchProgress | null = null;
  let rounds = 0;
  for (; matched.length < EVENTS.length; rounds++) {
    const matching = new TimedMatching(goals(1), -1);
    matched.push(...matching.match(EVENTS.slice(matched.length), progress));
    progress = matching.progress;
    expect(rounds).toBeLessThan(EVENTS.length * SELECTORS.length);
  }
  expect(matched.map(shown)).toEqual(EXPECTED);
  expect(rounds).toBeGreaterThan(EVENTS.length);
});

it('starts an event again when the goals have changed', () => {
  const before = new TimedMatching(goals(1), -1);
  expect([...before.match(EVENTS, null)]).toEqual([]);
  expect(before.progress).toMatchObject({ revision: 1, met: [1] });
  const after = new TimedMatching(goals(2), 60_000);
  expect([...after.match(EVENTS.slice(1), before.progress)].map(shown)).toEqual(EXPECTED.slice(1));
});
