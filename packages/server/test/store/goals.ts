import { beforeEach, describe, expect, it } from 'vitest';
import { GOALS_MAX } from '#goalpost/model/goal.js';
import type { GoalKey } from '#goalpost/model/ids.js';
import { PageExpired, SNAPSHOT_KEPT_MS, type Store } from '#goalpost/store/store.js';
import { T0, urlGoal, visit } from '../support/builders.js';
import { ALL, P1, P2, selection, sessions, toolsOf } from './tools.js';

interface Expanded {
  readonly id: string;
  readonly goal: { readonly version: number };
}

/** The contract for goals and their conversions; a part of `describeStore`. `pass` advances the clock by some ms. */
export function describeGoals(current: () => Store, pass: (ms: number) => void): void {
  const { record, idsOf, ids, listOf, replace, finishWork } = toolsOf(current);
  let store: Store;
  beforeEach(() => {
    store = current();
  });

  describe('goals', () => {
    const thanks = urlGoal('/thanks', { key: 'thanks', name: 'Thanks', valueFrom: 'event' });
    const done = (total: number, matched = 0) => ({ state: 'done', examined: total, matched, total });

    it('are stored by key in their project', async () => {
      expect(await store.goals.create(P1, thanks)).toEqual({ ...thanks, version: 1, matching: done(0) });
      expect(await store.goals.create(P1, urlGoal('/x', { key: 'thanks' }))).toBe('taken');
      expect(await store.goals.create(P2, urlGoal('/x', { key: 'thanks' }))).toMatchObject({ key: 'thanks' });
      await store.goals.create(P1, urlGoal('/a', { key: 'also' }));
      expect((await store.goals.list(P1)).map(({ key }) => key)).toEqual(['also', 'thanks']);
      expect(await store.goals.find(P1, 'thanks' as GoalKey)).toEqual({ ...thanks, version: 1, matching: done(0) });
      expect(await store.goals.find(P1, 'other' as GoalKey)).toBeNull();
    });

    it('are matched against history in the background; until then readers see no conversions of them', async () => {
      await record(visit('/thanks', { id: 'e1' }), visit('/', { id: 'e2' }));
      expect(await store.goals.create(P1, thanks)).toMatchObject({
        matching: { state: 'running', examined: 0, matched: 0, total: 2 },
      });
      await record(visit('/thanks', { id: 'e3', at: T0 + 3 }));
      expect(await ids(selection(sessions('1')))).toEqual([]);
      await finishWork();
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:thanks:e1', '1:url:thanks:e3']);
      // The event that arrived in the meantime has been examined too.
      expect((await store.goals.find(P1, 'thanks' as GoalKey))?.matching).toEqual(done(3, 2));
    });

    it('are matched in steps with progress, however long the history', async () => {
      const events = Array.from({ length: 3000 }, (_, index) =>
        visit(index % 2 ? '/thanks' : '/', { sessionId: `s${index % 7}`, id: `e${index}`, at: T0 + index }),
      );
      await record(...events);
      await store.goals.create(P1, thanks);
      const progress: number[] = [];
      const matched: number[] = [];
      while (await store.goals.work()) {
        const { matching } = (await store.goals.find(P1, 'thanks' as GoalKey))!;
        progress.push(matching.examined);
        matched.push(matching.matched!);
        expect(matching.total).toBe(3000);
      }
      expect(progress.length).toBeGreaterThan(1);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(progress.at(-1)).toBe(3000);
      expect(matched).toEqual([...matched].sort((a, b) => a - b));
      expect(matched.every((count, index) => count <= progress[index]!)).toBe(true);
      expect(matched.at(-1)).toBe(1500);
      const of = selection(sessions('s0', 's1', 's2', 's3', 's4', 's5', 's6'));
      expect(await idsOf(of, { limit: 5000, after: null })).toHaveLength(1500);
    });

    it('show the old conversions until the new version has matched all history, then only the new ones', async () => {
      await store.goals.create(P1, thanks);
      await record(visit('/thanks', { id: 'e1' }), visit('/done', { id: 'e2', at: T0 + 1 }));
      const replaced = await replace(urlGoal('/done', { key: 'thanks', name: 'Done' }));
      expect(replaced).toMatchObject({
        version: 2,
        name: 'Done',
        matching: { state: 'running', examined: 0, matched: 0, total: 2 },
      });
      await record(visit('/done', { id: 'e3', at: T0 + 2 }), visit('/thanks', { id: 'e4', at: T0 + 3 }));
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:thanks:e1', '1:url:thanks:e4']);
      await finishWork();
      const { items } = await listOf(selection(sessions('1')), ALL);
      expect(items.map(({ id, goal: { version } }: Expanded) => [id, version])).toEqual([
        ['1:url:thanks:e2', 2],
        ['1:url:thanks:e3', 2],
      ]);
    });

    it('keep their version when only the name or what it is worth changes, which takes effect at once', async () => {
      await store.goals.create(P1, thanks);
      await record(visit('/thanks'));
      const renamed = { ...thanks, name: 'Paid', value: '9.50', currency: 'EUR', valueFrom: 'goal' as const };
      expect(await replace(renamed)).toEqual({ ...renamed, version: 1, matching: done(0) });
      const { items } = await listOf(selection(sessions('1')), ALL);
      expect(items).toMatchObject([{ goal: { name: 'Paid', version: 1 }, value: '9.50', currency: 'EUR' }]);
    });

    it('replaced twice in a row end up with the last rule', async () => {
      await record(visit('/a', { id: 'a' }), visit('/b', { id: 'b' }), visit('/c', { id: 'c' }));
      await store.goals.create(P1, urlGoal('/a'));
      await replace(urlGoal('/b'));
      expect(await replace(urlGoal('/c'))).toMatchObject({ version: 3 });
      await finishWork();
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:c']);
    });

    it('are not replaced by a caller that has read an outdated goal', async () => {
      await store.goals.create(P1, thanks);
      const renamed = { ...thanks, name: 'Renamed' };
      expect(await store.goals.replace(P1, thanks, renamed)).toMatchObject({ name: 'Renamed' });
      const other = urlGoal('/other', { key: 'thanks', name: 'Thanks' });
      expect(await store.goals.replace(P1, thanks, other)).toBe('changed');
      expect(await store.goals.find(P1, 'thanks' as GoalKey)).toMatchObject({ name: 'Renamed', version: 1 });
      expect(await store.goals.replace(P1, renamed, other)).toMatchObject({ name: 'Thanks', version: 2 });
    });

    it('never exceed the limit, even when many are created at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: GOALS_MAX + 10 }, (_, index) =>
          store.goals.create(P1, urlGoal('/', { key: `g${index}` })),
        ),
      );
      expect(answers.filter((answer) => answer === 'full')).toHaveLength(10);
      expect(await store.goals.list(P1)).toHaveLength(GOALS_MAX);
      expect(await store.goals.create(P2, urlGoal('/'))).toMatchObject({ version: 1 });
    });

    it('cannot be replaced or removed when unknown', async () => {
      expect(await replace(thanks)).toBeNull();
      expect(await store.goals.remove(P1, 'thanks' as GoalKey)).toBe(false);
    });

    it('lose their conversions when removed; a new goal with that key gets a new version', async () => {
      await store.goals.create(P1, thanks);
      await record(visit('/thanks'));
      expect(await store.goals.remove(P1, 'thanks' as GoalKey)).toBe(true);
      expect(await ids(selection(sessions('1')))).toEqual([]);
      expect(await store.goals.list(P1)).toEqual([]);
      expect(await store.goals.create(P1, thanks)).toMatchObject({ version: 2 });
      await finishWork();
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:thanks:e1']);
    });

    it('that count once keep the earliest conversion of a session by (time, id), however late it arrives', async () => {
      await store.goals.create(P1, urlGoal('/', { count: 'once' }));
      await record(visit('/', { id: 'm', at: T0 + 5 }), visit('/', { id: 'n', at: T0 + 5 }));
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:m']);
      await record(visit('/', { id: 'l', at: T0 + 5 }), visit('/', { id: 'z', at: T0 + 9 }));
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:l']);
      await record(visit('/', { id: 'zz', at: T0 + 1 }), visit('/', { sessionId: '2', id: 'a', at: T0 }));
      expect(await ids(selection(sessions('1', '2')))).toEqual(['2:url:goal:a', '1:url:goal:zz']);
    });

    it('changed from every to once and back give the same conversions as before', async () => {
      await store.goals.create(P1, urlGoal('/'));
      await record(visit('/', { id: 'b', at: T0 + 1 }), visit('/', { id: 'a', at: T0 + 2 }));
      await replace(urlGoal('/', { count: 'once' }));
      await finishWork();
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:b']);
      // `matched` counts events, of which only one per session becomes a conversion.
      expect((await store.goals.find(P1, 'goal' as GoalKey))?.matching).toEqual(done(2, 2));
      await replace(urlGoal('/'));
      await finishWork();
      expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:b', '1:url:goal:a']);
    });

    it('changed between two pages do not mix: later pages use the versions of the first page', async () => {
      await store.goals.create(P1, thanks);
      await record(...['e1', 'e2', 'e3'].map((id, index) => visit('/thanks/done', { id, at: T0 + index })));
      const of = selection(sessions('1'));
      const first = await listOf(of, { limit: 1, after: null });
      await replace(urlGoal('/thanks/done', { key: 'thanks' }));
      await finishWork();
      const rest = await listOf(of, { limit: 9, after: first.next });
      expect(rest.items.map(({ id, goal: { version } }: Expanded) => [id, version])).toEqual([
        ['1:url:thanks:e2', 1],
        ['1:url:thanks:e3', 1],
      ]);
    });

    it('removed between two pages stay in the later one until they are deleted, when the page start expires', async () => {
      await store.goals.create(P1, thanks);
      await record(visit('/thanks', { id: 'e1' }), visit('/thanks', { id: 'e2', at: T0 + 1 }));
      const of = selection(sessions('1'));
      const { next } = await store.conversions.ids(of, { limit: 1, after: null });
      await store.goals.remove(P1, 'thanks' as GoalKey);
      await finishWork();
      expect(await idsOf(of, { limit: 1, after: next })).toEqual(['1:url:thanks:e2']);
      pass(SNAPSHOT_KEPT_MS);
      await finishWork();
      await expect(store.conversions.ids(of, { limit: 1, after: next })).rejects.toBeInstanceOf(PageExpired);
      expect(await ids(of)).toEqual([]);
    });
  });
}
