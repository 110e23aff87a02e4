import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { click, customEvent, T0, urlGoal, visit } from '../support/builders.js';
import { ALL, P1, P2, selection, sessions, toolsOf } from './tools.js';

/** The contract for erasing; a part of `describeStore`. */
export function describeErasing(current: () => Store): void {
  const { record, ids, listOf, finishWork } = toolsOf(current);
  let store: Store;
  beforeEach(() => {
    store = current();
  });

  describe('erasing a session', () => {
    const dead = 'dead' as SessionId;
    const fill = async () => {
      await store.goals.create(P1, urlGoal('/', { key: 'any' }));
      await record(
        visit('/a', { sessionId: 'dead', id: 'v' }),
        click([{ tag: 'a' }], { sessionId: 'dead', id: 'c' }),
        customEvent('purchase', { sessionId: 'dead', id: 'e' }),
        visit('/a', { sessionId: 'other', id: 'v' }),
      );
      await store.events.record(P2, [visit('/a', { sessionId: 'dead', id: 'v' })]);
    };

    it('removes it from every answer and returns its counts; other sessions stay', async () => {
      await fill();
      expect(await store.sessions.erase(P1, dead)).toEqual({ visits: 1, clicks: 1, customEvents: 1, conversions: 1 });
      const both = selection(sessions('dead', 'other'));
      expect(await ids(both)).toEqual(['other:url:any:v']);
      expect((await listOf(both, ALL)).items).toHaveLength(1);
      expect((await store.conversions.count(both)).map(({ sessionId }) => sessionId)).toEqual(['other']);
      expect(await store.sessions.known(P1, both.sessionIds)).toEqual(new Set(['other']));
      expect(await store.sessions.known(P2, [dead])).toEqual(new Set(['dead']));
    });

    it('leaves out of its counts what Goalpost sends by itself', async () => {
      await record(customEvent('$form', { sessionId: 'dead', id: 'f' }));
      const none = { visits: 0, clicks: 0, customEvents: 0, conversions: 0 };
      expect(await store.contents.eventsTotal(P1)).toBe(1);
      expect(await store.sessions.erase(P1, dead)).toEqual(none);
      expect(await store.contents.eventsTotal(P1)).toBe(0);
      expect(await store.sessions.erase(P1, dead)).toBeNull();
    });

    it('removes its visitor, who does not get a later session with the same id', async () => {
      const visitor = { day: '2026-01-03', hash: 'ada' };
      await store.events.record(P1, [visit('/', { sessionId: 'dead' })], new Map([[dead, { client: null, visitor }]]));
      expect(await store.visitors.sessions([visitor], 0)).toHaveLength(1);
      await store.sessions.erase(P1, dead);
      await record(visit('/', { sessionId: 'later' }));
      expect(await store.visitors.sessions([visitor], 0)).toEqual([]);
    });

    it('returns null for an unknown session, and when repeated', async () => {
      await fill();
      expect(await store.sessions.erase(P2, 'other' as SessionId)).toBeNull();
      await store.sessions.erase(P1, dead);
      expect(await store.sessions.erase(P1, dead)).toBeNull();
    });

    it('lets the same events start it again', async () => {
      await fill();
      await store.sessions.erase(P1, dead);
      expect(await record(visit('/a', { sessionId: 'dead', id: 'v' }))).toEqual(['stored']);
      expect(await ids(selection([dead]))).toEqual(['dead:url:any:v']);
    });

    it('leaves no events for a goal that is matched afterwards', async () => {
      await fill();
      await store.goals.create(P1, urlGoal('/a', { key: 'later' }));
      await store.sessions.erase(P1, dead);
      await finishWork();
      expect(await ids(selection(sessions('dead', 'other')))).toEqual(['other:url:any:v', 'other:url:later:v']);
    });

    it('happens in steps to all sessions of all projects whose last event is too old', async () => {
      const many = Array.from({ length: 6000 }, (_, index) =>
        visit('/', { sessionId: `s${index % 50}`, id: `e${index}` }),
      );
      await record(...many);
      await record(
        visit('/', { sessionId: 'kept', at: T0 - 1 }),
        visit('/', { sessionId: 'kept', id: 'e2', at: T0 + 1000 }),
      );
      await store.events.record(P2, [
        visit('/', { sessionId: 'old' }),
        visit('/', { sessionId: 'new', at: T0 + 1000 }),
      ]);
      expect([await store.sessions.lastEventAt(P1), await store.sessions.lastEventAt(P2)]).toEqual([
        T0 + 1000,
        T0 + 1000,
      ]);
      expect(await store.sessions.lastEventAt('none' as ProjectId)).toBeNull();
      expect(await store.sessions.countOlderThan(T0 + 1000)).toEqual([
        { projectId: P1, due: 50, all: 51 },
        { projectId: P2, due: 1, all: 2 },
      ]);
      const steps: number[] = [];
      for (;;) {
        const erased = await store.sessions.eraseOlderThan(T0 + 1000);
        if (erased === 0) break;
        steps.push(erased);
      }
      expect(steps.length).toBeGreaterThan(1);
      expect(steps.reduce((sum, erased) => sum + erased)).toBe(51);
      expect((await store.sessions.countOlderThan(T0 + 1000)).map(({ due, all }) => [due, all])).toEqual([
        [0, 1],
        [0, 1],
      ]);
      expect(await store.sessions.known(P1, sessions('s0', 's49', 'kept'))).toEqual(new Set(['kept']));
      expect(await store.sessions.known(P2, sessions('old', 'new'))).toEqual(new Set(['new']));
    });
  });
}
