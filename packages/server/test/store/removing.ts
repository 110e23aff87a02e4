import { beforeEach, describe, expect, it } from 'vitest';
import type { GoalKey, ProjectId, SessionId, TokenId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, token, urlGoal, visit } from '../support/builders.js';
import { P1, P2, selection, sessions, toolsOf } from './tools.js';

const P3 = 'p3' as ProjectId;
const NOTE = { kind: 'note', id: 'n' } as const;
const visitor = { day: '2026-01-03', hash: 'ada' };

/** The contract for removing projects and documents about sessions; a part of `describeStore`. */
export function describeRemoving(current: () => Store, pass: (ms: number) => void): void {
  const { record, ids, finishWork } = toolsOf(current);
  let store: Store;
  beforeEach(() => {
    store = current();
  });

  const finishErasing = async () => {
    while (await store.projects.work());
  };

  describe('removing a project', () => {
    /** Fills the first two projects with the same. */
    const fill = async () => {
      for (const id of [P1, P2]) {
        await store.goals.create(id, urlGoal('/', { key: 'any' }));
        await store.tokens.create(token({ id: `token-of-${id}`, projectId: id }));
        await store.documents.put({ ...NOTE, owner: id }, null, id);
        await store.feed.follow(id);
        await store.events.record(
          id,
          [visit('/a', { sessionId: 's' }), visit('/b', { sessionId: 't' })],
          new Map([['s' as SessionId, { client: null, visitor: id === P2 ? visitor : null }]]),
        );
      }
      await finishWork();
    };

    it('hides it at once, and nothing more is stored in it', async () => {
      await fill();
      expect(await store.projects.remove(P2)).toBe(true);
      expect(await store.projects.find(P2)).toBeNull();
      expect(await store.projects.findBySiteKey('site-p2')).toBeNull();
      expect((await store.projects.list()).map(({ id }) => id)).toEqual([P1]);
      expect(await store.projects.update(P2, { name: 'Back' })).toBeNull();
      expect(await store.events.record(P2, [visit('/', { sessionId: 'late' })])).toBeNull();
      expect(await store.projects.remove(P2)).toBe(false);
      expect(await store.projects.remove('unknown' as ProjectId)).toBe(false);
    });

    it('erases everything of it, and nothing of others', async () => {
      await fill();
      await store.projects.remove(P2);
      await finishErasing();
      const both = sessions('s', 't');
      expect(await store.sessions.known(P2, both)).toEqual(new Set());
      expect(await ids({ ...selection(both), projectId: P2 })).toEqual([]);
      expect(await store.tokens.find('token-of-p2' as TokenId)).toBeNull();
      expect(await store.tokens.list(P2)).toEqual([]);
      expect(await store.goals.list(P2)).toEqual([]);
      expect(await store.documents.find({ ...NOTE, owner: P2 })).toBeNull();
      expect(await store.visitors.sessions([visitor], 0)).toEqual([]);
      expect([...(await store.feed.ends()).keys()]).toEqual([P1]);

      expect(await ids(selection(both))).toEqual(['s:url:any:e1', 't:url:any:e1']);
      expect((await store.tokens.list(P1)).map(({ id }) => id)).toEqual(['token-of-p1']);
      expect((await store.documents.find({ ...NOTE, owner: P1 }))?.body).toBe(P1);
      expect(await store.contents.eventsTotal(P1)).toBe(2);
    });

    it('in steps, when it is large', async () => {
      await store.events.record(
        P2,
        Array.from({ length: 12_000 }, (_, no) => visit('/', { sessionId: `s${no % 100}`, id: `e${no}` })),
      );
      await store.projects.remove(P2);
      await finishErasing();
      expect(await store.sessions.known(P2, sessions('s0', 's99'))).toEqual(new Set());
    });

    it('leaves nothing that a later project could get', async () => {
      await fill();
      await store.projects.remove(P2);
      await finishErasing();
      await store.projects.create(project({ id: 'p3', createdAt: T0 + 2 }));
      expect(await store.sessions.known(P3, sessions('s', 't'))).toEqual(new Set());
      await store.goals.create(P3, urlGoal('/b', { key: 'new' }));
      await store.events.record(P3, [visit('/b', { sessionId: 's' })]);
      expect(await ids({ ...selection(sessions('s', 't')), projectId: P3 })).toEqual(['s:url:new:e1']);
      expect(await store.goals.find(P3, 'any' as GoalKey)).toBeNull();
    });

    it('is done when nothing is left to do, now and later', async () => {
      await fill();
      await store.projects.remove(P2);
      await finishErasing();
      expect(await store.projects.work()).toBe(false);
      pass(700_000);
      await finishErasing();
      pass(700_000);
      expect(await store.projects.work()).toBe(false);
      expect(await ids(selection(sessions('s', 't')))).toHaveLength(2);
    });
  });

  it('documents about a session are erased with it, those of others stay', async () => {
    await record(visit('/', { sessionId: 'dead' }), visit('/', { sessionId: 'other', at: T0 + 10 }));
    const mark = (owner: ProjectId, id: string) => ({ kind: 'read-session', owner, id }) as const;
    const marks = [mark(P1, 'dead'), mark(P1, 'other'), mark(P2, 'dead')];
    for (const name of marks) await store.documents.put(name, null, 'read');
    const kept = async () => Promise.all(marks.map(async (name) => (await store.documents.find(name))?.body ?? null));
    await store.sessions.erase(P1, 'dead' as SessionId);
    expect(await kept()).toEqual([null, 'read', 'read']);
    while (await store.sessions.eraseOlderThan(T0 + 11));
    expect(await kept()).toEqual([null, null, 'read']);
  });
}
