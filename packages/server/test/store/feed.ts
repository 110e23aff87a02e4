import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import { FEED_FOLLOWED_MS, FEED_KEPT_MS, FEED_PART_CHANGES, type FeedPosition } from '#goalpost/store/feed.js';
import type { Store } from '#goalpost/store/store.js';
import { customEvent, goal, T0, urlGoal, visit } from '../support/builders.js';
import { P1, P2, toolsOf } from './tools.js';

/** The contract for feeds; a part of `describeStore`. `pass` moves the clock of the store, in ms. */
export function describeFeed(current: () => Store, pass: (ms: number) => void): void {
  const { record, finishWork } = toolsOf(current);
  let store: Store;
  beforeEach(() => {
    store = current();
  });

  /** All changes after a position, and where they end. */
  const readAll = async (after: FeedPosition) => {
    const changes: string[] = [];
    let at = after;
    for (;;) {
      const part = await store.feed.read(P1, at);
      if (part === null) expect.fail('the position is too old');
      if (part.changes.length === 0) return { changes, end: part.next };
      changes.push(...part.changes.map(({ kind, id }) => `${kind} ${id}`));
      at = part.next;
    }
  };
  const changesAfter = async (after: FeedPosition) => (await readAll(after)).changes;
  const first = goal(
    { type: 'url', rule: { match: 'prefix', pattern: '/', on: 'path' } },
    { key: 'first', count: 'once' },
  );

  describe('a feed', () => {
    it('has the conversions of events that arrive after it was followed, in the order of their commits', async () => {
      await store.goals.create(P1, urlGoal('/'));
      await record(visit('/', { id: 'before' }));
      const start = await store.feed.follow(P1);
      await record(visit('/', { id: 'e2', at: T0 + 2 }));
      await record(visit('/', { id: 'e1', at: T0 + 1 }), customEvent('none', { id: 'e3' }));
      expect((await store.feed.read(P1, start))?.changes[0]).toEqual({
        kind: 'made',
        id: '1:url:goal:e2',
        sessionId: '1',
        occurredAt: T0 + 2,
      });
      expect(await changesAfter(start)).toEqual(['made 1:url:goal:e2', 'made 1:url:goal:e1']);
    });

    it('goes on from where a part of it ended', async () => {
      await store.goals.create(P1, urlGoal('/'));
      const start = await store.feed.follow(P1);
      await record(visit('/', { id: 'e1' }));
      const { end } = await readAll(start);
      expect(await changesAfter(end)).toEqual([]);
      await record(visit('/', { id: 'e2' }));
      expect(await changesAfter(end)).toEqual(['made 1:url:goal:e2']);
      expect(await store.feed.follow(P1)).toMatchObject({ feed: start.feed, number: end.number + 1 });
    });

    it('has no event twice, and nothing of stored events that a goal is matched against', async () => {
      await record(visit('/', { id: 'stored' }));
      const start = await store.feed.follow(P1);
      await store.goals.create(P1, urlGoal('/'));
      await finishWork();
      await record(visit('/', { id: 'e1' }));
      await record(visit('/', { id: 'e1' }));
      expect(new Set(await changesAfter(start))).toEqual(new Set(['made 1:url:goal:e1']));
    });

    it('is of one project', async () => {
      await store.goals.create(P1, urlGoal('/'));
      await store.goals.create(P2, urlGoal('/', { key: 'other' }));
      const start = await store.feed.follow(P1);
      const other = await store.feed.follow(P2);
      await store.events.record(P2, [visit('/', { id: 'theirs' })]);
      expect(await changesAfter(start)).toEqual([]);
      expect(await store.feed.read(P1, other)).toBeNull();
      const ends = await store.feed.ends();
      expect(ends.get(P1)).toBe(start.number);
      expect(ends.get(P2)).toBe(other.number + 1);
    });

    it('has the conversion that gives way to an earlier one of a goal that counts once', async () => {
      await store.goals.create(P1, first);
      const start = await store.feed.follow(P1);
      await record(visit('/', { id: 'late', at: T0 + 2 }));
      const { end } = await readAll(start);
      await record(visit('/', { id: 'later', at: T0 + 3 }));
      expect(await changesAfter(end)).toEqual([]);
      await record(visit('/', { id: 'early', at: T0 + 1 }));
      expect((await changesAfter(end)).sort()).toEqual(['made 1:url:first:early', 'removed 1:url:first:late']);
    });

    it('has the conversion of a public event that a trusted one replaces, before that of the trusted one', async () => {
      await store.goals.create(P1, urlGoal('/'));
      const start = await store.feed.follow(P1);
      await record(visit('/', { id: 'e1', origin: 'public' }), visit('/', { id: 'e2', origin: 'public' }));
      const { end } = await readAll(start);
      await record(visit('/', { id: 'e1' }));
      expect(await changesAfter(end)).toEqual(['removed 1:url:goal:e1', 'made 1:url:goal:e1']);
    });

    it('has the conversions of an erased session', async () => {
      await store.goals.create(P1, urlGoal('/'));
      const start = await store.feed.follow(P1);
      await record(visit('/', { id: 'e1' }), visit('/', { sessionId: '2', id: 'e2' }));
      const { end } = await readAll(start);
      await store.sessions.erase(P1, '1' as SessionId);
      expect(await changesAfter(end)).toEqual(['removed 1:url:goal:e1']);
    });

    it('has the conversions of sessions that are erased because of their age', async () => {
      await store.goals.create(P1, urlGoal('/'));
      const start = await store.feed.follow(P1);
      await record(visit('/', { id: 'e1' }), visit('/', { sessionId: '2', id: 'e2', at: T0 + 1000 }));
      const { end } = await readAll(start);
      while (await store.sessions.eraseOlderThan(T0 + 1000));
      expect(await changesAfter(end)).toEqual(['removed 1:url:goal:e1']);
    });

    it('comes in parts when there is much of it', async () => {
      await store.goals.create(P1, urlGoal('/'));
      const start = await store.feed.follow(P1);
      const many = Array.from({ length: 2 * FEED_PART_CHANGES + 1 }, (_, index) =>
        visit('/', { id: `e${index}`, at: T0 + index }),
      );
      await record(...many);
      const part = (await store.feed.read(P1, start))!;
      expect(part.changes.length).toBeLessThan(2 * FEED_PART_CHANGES);
      expect(await changesAfter(start)).toEqual(many.map(({ id }) => `made 1:url:goal:${id}`));
    });

    it('keeps changes for as long as promised, and no longer', async () => {
      await store.goals.create(P1, urlGoal('/'));
      const start = await store.feed.follow(P1);
      await record(visit('/', { id: 'e1' }));
      const { end } = await readAll(start);
      pass(FEED_KEPT_MS);
      await store.feed.follow(P1);
      while (await store.feed.forget());
      expect(await changesAfter(start)).toEqual(['made 1:url:goal:e1']);
      pass(1);
      expect(await store.feed.read(P1, start)).toBeNull();
      expect(await store.feed.read(P1, end)).toBeNull();
      pass(FEED_KEPT_MS);
      const later = await store.feed.follow(P1);
      while (await store.feed.forget());
      expect(later.number).toBe(end.number);
      // Nothing is left of it: not even a position that claims to be new leads there.
      expect(await changesAfter({ ...start, at: later.at })).toEqual([]);
    });

    it('ends when nobody has followed it for a while, and then has another id', async () => {
      await store.goals.create(P1, urlGoal('/'));
      const start = await store.feed.follow(P1);
      pass(FEED_FOLLOWED_MS);
      while (await store.feed.forget());
      await record(visit('/', { id: 'e1' }));
      expect((await store.feed.ends()).get(P1)).toBe(start.number + 1);
      pass(1);
      while (await store.feed.forget());
      expect((await store.feed.ends()).has(P1)).toBe(false);
      await record(visit('/', { id: 'e2' }));
      const again = await store.feed.follow(P1);
      expect(again.feed).not.toBe(start.feed);
      expect(await store.feed.read(P1, { ...start, at: again.at })).toBeNull();
      expect(await changesAfter(again)).toEqual([]);
    });
  });
}
