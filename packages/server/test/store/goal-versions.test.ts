import { describe, expect, it } from 'vitest';
import { GOALS_MAX } from '#goalpost/model/goal.js';
import type { EventId, GoalKey, SessionId } from '#goalpost/model/ids.js';
import { create, goLive, remove, replace } from '#goalpost/store/goals/changes.js';
import { goalsContents, withContents } from '#goalpost/store/goals/contents.js';
import {
  currentGoals,
  type GoalVersion,
  NO_GOALS,
  type ProjectGoals,
  toGoal,
  versionsAt,
} from '#goalpost/store/goals/versions.js';
import { clearing, finishClearing, nextDueAt, nextWork, progress, setTotal } from '#goalpost/store/goals/work.js';
import { SNAPSHOT_KEPT_MS } from '#goalpost/store/store.js';
import { urlGoal } from '../support/builders.js';

const NOW = 1_000_000;
const BUY = urlGoal('/buy', { key: 'buy' });
const KEY = 'buy' as GoalKey;
const PLACE = { sessionId: 's' as SessionId, eventId: 'e' as EventId };

const done = (answer: ProjectGoals | string | null): ProjectGoals => {
  if (answer === null || typeof answer === 'string') throw new Error(`refused: ${answer}`);
  return answer;
};
const newest = (goals: ProjectGoals): GoalVersion => goals.versions.at(-1)!;
const shown = (goals: ProjectGoals) => goals.versions.map(({ key, version, state }) => `${key} ${version} ${state}`);
/** A goal that has been live since revision 2, with 10 stored events. */
const matching = done(create(NO_GOALS, BUY, 10, NOW));
const live = goLive(matching, newest(matching), 2, NOW);
/** The same goal with another rule. Its second version is still matching. */
const changed = done(replace(live, BUY, { ...BUY, ...urlGoal('/paid', { key: 'buy' }) }, 10, NOW));

describe('an owner', () => {
  it('creates a goal, which matches history before readers see it', () => {
    expect(matching).toMatchObject({ nextNo: 2, versions: [{ no: 1, version: 1, state: 'matching', total: 10 }] });
    expect(versionsAt(matching, 9)).toEqual([]);
    expect(versionsAt(live, 1)).toEqual([]);
    expect(versionsAt(live, 2)).toEqual(live.versions);
  });

  it('cannot create two goals with one key, or more than the limit', () => {
    expect(create(matching, BUY, 10, NOW)).toBe('taken');
    let goals = NO_GOALS;
    for (let no = 0; no < GOALS_MAX; no++) goals = done(create(goals, urlGoal('/', { key: `g${no}` }), 0, NOW));
    expect(create(goals, BUY, 0, NOW)).toBe('full');
  });

  it('replaces a rule: readers see the old version until the new one is live, then only that', () => {
    expect(shown(changed)).toEqual(['buy 1 live', 'buy 2 matching']);
    expect(versionsAt(changed, 3)).toEqual([changed.versions[0]]);
    const after = goLive(changed, newest(changed), 3, NOW);
    expect(shown(after)).toEqual(['buy 1 retired', 'buy 2 live']);
    expect(versionsAt(after, 2).map(({ version }) => version)).toEqual([1]);
    expect(versionsAt(after, 3).map(({ version }) => version)).toEqual([2]);
  });

  it('replaces a version that is still matching with the next', () => {
    const [, second] = changed.versions;
    expect(shown(done(replace(changed, second!, urlGoal('/third', { key: 'buy' }), 10, NOW)))).toEqual([
      'buy 1 live',
      'buy 2 retired',
      'buy 3 matching',
    ]);
  });

  it('renames a goal in all its versions in use, without a new version', () => {
    const second = newest(changed);
    const renamed = done(replace(changed, second, { ...second, name: 'Paid', value: '5', currency: 'EUR' }, 10, NOW));
    expect(shown(renamed)).toEqual(shown(changed));
    expect(renamed.versions.map(({ name, value }) => [name, value])).toEqual([
      ['Paid', '5'],
      ['Paid', '5'],
    ]);
  });

  it('is refused when the goal has been changed meanwhile, or does not exist', () => {
    expect(replace(changed, BUY, { ...BUY, name: 'Other' }, 10, NOW)).toBe('changed');
    expect(replace(NO_GOALS, BUY, BUY, 10, NOW)).toBeNull();
    expect(remove(NO_GOALS, KEY, 2, NOW)).toBeNull();
  });

  it('removes a goal, and continues its version numbers when the key is used again', () => {
    const removed = done(remove(changed, KEY, 4, NOW));
    expect(shown(removed)).toEqual(['buy 1 retired', 'buy 2 retired']);
    expect(removed.versions.map(({ liveTo }) => liveTo)).toEqual([4, null]);
    expect(currentGoals(removed)).toEqual([]);
    expect(newest(done(create(removed, BUY, 10, NOW)))).toMatchObject({ version: 3, no: 3 });
  });
});

describe('history', () => {
  it('is matched in steps, each of which counts once', () => {
    const version = newest(matching);
    const step = { examined: 4, matched: 3, last: PLACE };
    const first = done(progress(matching, version, step));
    expect(newest(first)).toMatchObject({ examined: 4, matched: 3, resume: PLACE });
    expect(progress(first, version, step)).toBeNull();
    const second = done(progress(first, newest(first), { examined: 7, matched: 0, last: null }));
    expect(newest(second)).toMatchObject({ examined: 11, matched: 3, resume: PLACE });
    expect(newest(goLive(second, newest(second), 2, NOW))).toMatchObject({ examined: 11, total: 11, resume: null });
    expect(progress(live, newest(live), step)).toBeNull();
  });

  it.each<[title: string, version: Partial<GoalVersion>, shown: object]>([
    ['examined and matched', { examined: 4, matched: 3 }, { state: 'running', examined: 4, matched: 3, total: 10 }],
    ['no more than the total', { examined: 12, matched: 11 }, { examined: 10, matched: 10, total: 10 }],
    ['that matched events were not counted', { examined: 4, matched: null }, { examined: 4, matched: null }],
    ['that none was matched when none was examined', { examined: 0, matched: null }, { examined: 0, matched: 0 }],
  ])('shows %s', (_title, changes, found) => {
    expect(toGoal({ ...newest(matching), ...changes } as GoalVersion).matching).toMatchObject(found);
  });

  it('has no matched count for a version that 0.1.0 began without counting', () => {
    const { matched: _, ...old } = { ...newest(matching), examined: 4 };
    const goals = { ...matching, versions: [old as GoalVersion] };
    expect(newest(done(progress(goals, old as GoalVersion, { examined: 2, matched: 2, last: PLACE })))).toMatchObject({
      examined: 6,
      matched: null,
    });
  });

  it('may turn out to be longer than expected', () => {
    expect(newest(setTotal(matching, newest(matching), 12)).total).toBe(12);
  });
});

describe('work', () => {
  const retired = goLive(changed, newest(changed), 3, NOW);
  const due = NOW + SNAPSHOT_KEPT_MS;

  it('matches history first', () => {
    expect(nextWork(changed, NOW)).toEqual({ kind: 'match', version: changed.versions[1] });
    expect(nextDueAt(changed)).toBe(0);
  });

  it('deletes retired versions once no reader can need them', () => {
    expect([nextWork(retired, due - 1), nextDueAt(retired)]).toEqual([null, due]);
    expect(nextWork(retired, due)).toEqual({ kind: 'clear', versions: [retired.versions[0]] });
    expect([nextWork(live, due), nextDueAt(live)]).toEqual([null, null]);
  });

  it('finishes a deletion that has begun before it starts another', () => {
    const other = done(create(retired, urlGoal('/other', { key: 'other' }), 0, NOW));
    const removed = done(remove(goLive(other, newest(other), 4, NOW), 'other' as GoalKey, 5, NOW));
    const begun = clearing(removed, [removed.versions[0]!], PLACE);
    expect(begun).toMatchObject({ clearedRevision: 3 });
    expect(nextWork(begun, due)).toMatchObject({ kind: 'clear', versions: [{ no: 1, resume: PLACE }] });
    expect(nextDueAt(begun)).toBe(1);
    const [first, , third] = removed.versions;
    expect(nextWork(removed, due)).toEqual({ kind: 'clear', versions: [first, third] });
  });

  it('drops cleared versions, except the newest one of a key', () => {
    const [first] = retired.versions;
    expect(shown(finishClearing(clearing(retired, [first!]), [first!]))).toEqual(['buy 2 live']);
    const removed = done(remove(live, KEY, 3, NOW));
    const cleared = finishClearing(clearing(removed, removed.versions), removed.versions);
    expect(shown(cleared)).toEqual(['buy 1 cleared']);
    expect(nextDueAt(cleared)).toBeNull();
  });
});

describe('a move', () => {
  it('takes the versions in use, and the newest one of a removed key', () => {
    const removed = done(remove(changed, KEY, 4, NOW));
    expect(goalsContents(changed, 3).versions.map(({ version, state }) => [version, state])).toEqual([
      [1, 'live'],
      [2, 'matching'],
    ]);
    expect(goalsContents(removed, 4).versions.map(({ version, state }) => [version, state])).toEqual([[2, 'gone']]);
  });

  it('replaces the existing versions, and has no effect when repeated', () => {
    const { versions } = goalsContents(changed, 3);
    const there = done(create(NO_GOALS, urlGoal('/old', { key: 'old' }), 0, NOW));
    const put = withContents(there, versions, 7, NOW);
    expect(shown(put)).toEqual(['old 1 retired', 'buy 1 live', 'buy 2 matching']);
    expect(put).toMatchObject({ clearedRevision: 7, nextNo: 4 });
    expect(goalsContents(put, 7).versions.filter(({ key }) => key === 'buy')).toEqual(versions);
    expect(shown(withContents(put, versions, 8, NOW))).toEqual(shown(put));
    expect(versionsAt(put, 7).map(({ key }) => key)).toEqual(['buy']);
  });
});
