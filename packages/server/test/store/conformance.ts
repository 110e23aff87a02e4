import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId, SessionId, TokenId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, token, urlGoal, visit } from '../support/builders.js';
import { repetitions } from '../support/repetitions.js';
import { describeContents } from './contents.js';
import { describeConversions } from './conversions.js';
import { describeDocuments } from './documents.js';
import { describeErasing } from './erasing.js';
import { describeFairness } from './fairness.js';
import { describeFeed } from './feed.js';
import { describeFunnelFigures } from './funnel-figures.js';
import { describeGoals } from './goals.js';
import { describeMarking } from './marking.js';
import { describeMatching } from './matching.js';
import { describeAgainstModel } from './model.js';
import type { OpenedStore, OpenStore } from './open-store.js';
import { describeOrigins } from './origins.js';
import { describeRemoving } from './removing.js';
import { describeReportFigures } from './report-figures.js';
import { describeSources } from './sources.js';
import { ALL, P1, P2, selection, sessions, toolsOf } from './tools.js';
import { describeTrust } from './trust.js';
import { describeVisitsAndSessions } from './visits-and-sessions.js';

/**
 * The contract that every store must meet. Nothing here may be skipped. `histories`: the number of random histories
 * compared with the model; a store over the network takes a second for each. `reports`: those compared with a plain count of
 * reports, which asks for hundreds; there it takes half a minute for each.
 */
export function describeStore(
  name: string,
  open: OpenStore,
  { histories = repetitions(150), reports = histories }: { histories?: number; reports?: number } = {},
): void {
  describe(`${name} keeps the contract of a store`, () => {
    let now = T0;
    let opened: OpenedStore;
    let store: Store;

    beforeEach(async () => {
      now = T0;
      opened = await open(() => now);
      store = opened.store;
      await store.projects.create(project({ id: 'p1' }));
      await store.projects.create(
        project({ id: 'p2', name: 'Other', timeZone: 'Europe/Amsterdam', createdAt: T0 + 1 }),
      );
    });
    afterEach(() => opened.release());

    const { record, idsOf, listOf } = toolsOf(() => store);

    describeErasing(() => store);
    describeDocuments(() => store);
    describeRemoving(
      () => store,
      (ms) => {
        now += ms;
      },
    );
    describeConversions(() => store);
    describeGoals(
      () => store,
      (ms) => {
        now += ms;
      },
    );
    describeFeed(
      () => store,
      (ms) => {
        now += ms;
      },
    );
    describeVisitsAndSessions(() => store);
    describeOrigins(() => store);
    describeSources(() => store);
    describeContents(() => store, open);

    it('has one random id, however often and at the same moment it is asked', async () => {
      const ids = await Promise.all([store.installationId(), store.installationId()]);
      const other = await open(() => T0);
      expect(new Set([...ids, await store.installationId()]).size).toBe(1);
      expect(await other.store.installationId()).not.toBe(ids[0]);
      await other.release();
    });

    describe('visitors', () => {
      const visitor = (hash: string, day = '2026-01-03') => ({ day, hash });
      const facts = (sessionId: string, hash: string, day?: string) =>
        new Map([[sessionId as SessionId, { client: null, visitor: visitor(hash, day) }]]);

      it('of a day share a salt, and the next day has another one', async () => {
        const [one, again, next] = await Promise.all(
          ['2026-01-03', '2026-01-03', '2026-01-04'].map((day) => store.visitors.salt(day)),
        );
        expect(one).toMatch(/^[0-9a-f]{64}$/);
        expect(again).toBe(one);
        expect(next).not.toBe(one);
      });

      it('have the sessions recorded for them that continued since, oldest first', async () => {
        await store.events.record(P1, [visit('/', { sessionId: 'b', at: T0 + 2000 })], facts('b', 'ada'));
        await store.events.record(P1, [visit('/', { sessionId: 'a' })], facts('a', 'ada', '2026-01-02'));
        await store.events.record(P1, [visit('/', { sessionId: 'c' })], facts('c', 'bob'));
        await store.events.record(P1, [visit('/', { sessionId: 'b', id: 'e2', at: T0 + 3000 })], facts('b', 'ada'));
        const of = [visitor('ada'), visitor('ada', '2026-01-02')];
        const b = { id: 'b', startedAt: T0 + 2000, endedAt: T0 + 3000 };
        expect(await store.visitors.sessions(of, T0)).toEqual([{ id: 'a', startedAt: T0, endedAt: T0 }, b]);
        expect(await store.visitors.sessions(of, T0 + 3000)).toEqual([b]);
        expect(await store.visitors.sessions([visitor('eve')], 0)).toEqual([]);
      });

      it('have a session that continues past midnight, under the hash of either day', async () => {
        await store.events.record(P1, [visit('/', { sessionId: 'a' })], facts('a', 'ada'));
        await store.events.record(P1, [visit('/', { sessionId: 'a', id: 'e2', at: T0 + 1 })], facts('a', 'ada'));
        const later = facts('a', 'ada-tomorrow', '2026-01-04');
        await store.events.record(P1, [visit('/', { sessionId: 'a', id: 'e3', at: T0 + 2 })], later);
        const a = [{ id: 'a', startedAt: T0, endedAt: T0 + 2 }];
        expect(await store.visitors.sessions([visitor('ada')], 0)).toEqual(a);
        expect(await store.visitors.sessions([visitor('ada-tomorrow', '2026-01-04')], 0)).toEqual(a);
      });

      it('have a session that restarts after it was erased, once it is recorded for them again', async () => {
        const theirs = (id: string) => store.events.record(P1, [visit('/', { sessionId: 'a', id })], facts('a', 'ada'));
        await theirs('e1');
        await store.sessions.erase(P1, 'a' as SessionId);
        await store.events.record(P1, [visit('/', { sessionId: 'a', id: 'e2' })]);
        expect(await store.visitors.sessions([visitor('ada')], 0)).toEqual([]);
        await theirs('e3');
        expect(await store.visitors.sessions([visitor('ada')], 0)).toHaveLength(1);
      });

      it('of past days are deleted with their salts, and those of the day itself are kept', async () => {
        await store.events.record(P1, [visit('/', { sessionId: 'a' })], facts('a', 'ada', '2026-01-02'));
        await store.events.record(P1, [visit('/', { sessionId: 'b' })], facts('b', 'ada'));
        const [old, kept] = [await store.visitors.salt('2026-01-02'), await store.visitors.salt('2026-01-03')];
        while (await store.visitors.forget('2026-01-03'));
        expect(await store.visitors.sessions([visitor('ada', '2026-01-02')], 0)).toEqual([]);
        expect(await store.visitors.sessions([visitor('ada')], 0)).toHaveLength(1);
        expect(await store.visitors.salt('2026-01-02')).not.toBe(old);
        expect(await store.visitors.salt('2026-01-03')).toBe(kept);
        expect(await store.sessions.known(P1, sessions('a', 'b'))).toEqual(new Set(['a', 'b']));
      });
    });

    describe('projects', () => {
      it('are found by id and listed oldest first', async () => {
        expect(await store.projects.find(P2)).toEqual(
          project({ id: 'p2', name: 'Other', timeZone: 'Europe/Amsterdam', createdAt: T0 + 1 }),
        );
        expect((await store.projects.list()).map(({ id }) => id)).toEqual(['p1', 'p2']);
      });

      it('are found by their site key', async () => {
        expect((await store.projects.findBySiteKey('site-p2'))?.id).toBe('p2');
        expect(await store.projects.findBySiteKey('p2')).toBeNull();
      });

      it('change only the given fields', async () => {
        const changes = {
          name: 'Blog',
          allowedOrigins: ['https://blog.example'],
          ownHosts: ['blog.example'],
          paymentProviders: ['pay.example'],
          excludedAddresses: ['192.0.2.0/24'],
          excludedPaths: ['/admin/**'],
          excludedCountries: ['NL'],
          pageSessionIds: 'signed' as const,
          signingSecrets: [{ secret: 'ab'.repeat(32), until: null }],
        };
        const changed = { ...(await store.projects.find(P2))!, ...changes };
        expect(await store.projects.update(P2, changes)).toEqual(changed);
        expect(await store.projects.find(P2)).toEqual(changed);
        expect(await store.projects.update('nobody' as ProjectId, changes)).toBeNull();
      });

      it('are null when unknown', async () => {
        expect(await store.projects.find('nobody' as ProjectId)).toBeNull();
      });
    });

    describe('tokens', () => {
      it('are returned as they were stored', async () => {
        const stored = token({
          name: 'CI',
          abilities: ['goals:read', 'events:write'],
          rateLimit: 7,
          expiresAt: T0 + 5,
        });
        await store.tokens.create(stored);
        expect(await store.tokens.find(stored.id)).toEqual(stored);
      });

      it('are listed oldest first, without those of other projects', async () => {
        await store.tokens.create(token({ id: 'b', createdAt: T0 + 1 }));
        await store.tokens.create(token({ id: 'a', createdAt: T0 + 2 }));
        await store.tokens.create(token({ id: 'c', projectId: 'p2' }));
        expect((await store.tokens.list(P1)).map(({ id }) => id)).toEqual(['b', 'a']);
      });

      it('keep the time of their first revocation', async () => {
        await store.tokens.create(token());
        expect(await store.tokens.revoke('t1' as TokenId, T0 + 1)).toBe(true);
        expect(await store.tokens.revoke('t1' as TokenId, T0 + 2)).toBe(true);
        expect((await store.tokens.find('t1' as TokenId))?.revokedAt).toBe(T0 + 1);
        expect(await store.tokens.revoke('nobody' as TokenId, T0)).toBe(false);
      });

      it('keep the time of their latest use', async () => {
        await store.tokens.create(token());
        await store.tokens.touch(new Map([['t1' as TokenId, T0 + 9]]));
        await store.tokens.touch(
          new Map([
            ['t1' as TokenId, T0 + 3],
            ['nobody' as TokenId, T0],
          ]),
        );
        expect((await store.tokens.find('t1' as TokenId))?.lastUsedAt).toBe(T0 + 9);
      });
    });

    describe('events', () => {
      it('are stored once for each (session, event id), within a call and across calls', async () => {
        const first = visit('/a', { id: 'e1' });
        expect(await record(first, visit('/b', { id: 'e2' }), first)).toEqual(['stored', 'stored', 'repeated']);
        expect(await record(first, visit('/a', { id: 'e1', sessionId: '2' }))).toEqual(['repeated', 'stored']);
      });

      it('keep their first stored content', async () => {
        await store.goals.create(P1, urlGoal('/a'));
        await record(visit('/a', { id: 'e1' }));
        await record(visit('/other', { id: 'e1', at: T0 + 5 }));
        const { items } = await listOf(selection(sessions('1')), ALL);
        expect(items).toMatchObject([{ url: '/a', occurred_at: '2026-01-03T10:00:00.000Z' }]);
      });

      it('do not extend their session when they are repeated with another time', async () => {
        const ada = { day: '2026-01-03', hash: 'ada' };
        const facts = new Map([['1' as SessionId, { client: null, visitor: ada }]]);
        await store.events.record(P1, [visit('/', { id: 'e1' })], facts);
        await store.events.record(P1, [visit('/', { id: 'e1', at: T0 - 9000 }), visit('/', { id: 'e2', at: T0 + 1 })]);
        await store.events.record(P1, [visit('/', { id: 'e1', at: T0 + 9000 }), visit('/', { id: 'e2', at: T0 + 1 })]);
        expect(await store.visitors.sessions([ada], 0)).toEqual([{ id: '1', startedAt: T0, endedAt: T0 + 1 }]);
      });

      it('are refused as a whole for an unknown project', async () => {
        expect(await store.events.record('nobody' as ProjectId, [visit('/a')])).toBeNull();
      });

      it('are stored once when many callers send the same ones at the same time', async () => {
        await store.goals.create(P1, urlGoal('/'));
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, caller) =>
            record(visit('/', { id: 'shared' }), visit('/', { id: `own-${caller}`, at: T0 + 1 + caller })),
          ),
        );
        const stored = answers.flat().filter((one) => one === 'stored');
        expect(stored).toHaveLength(41);
        expect(await store.conversions.count(selection(sessions('1')))).toEqual([
          { sessionId: '1', count: 41, byType: { click: 0, url: 41, event: 0 } },
        ]);
      });

      it('count once in every read when they are repeated by a caller that allows repeats to be overlooked', async () => {
        await store.goals.create(P1, urlGoal('/a'));
        const overlooking = { mayOverlookRepeated: true };
        const ada = { day: '2026-01-03', hash: 'ada' };
        const facts = new Map([['1' as SessionId, { client: null, visitor: ada }]]);
        const first = visit('/a', { id: 'e1' });
        expect(await store.events.record(P1, [first], facts, overlooking)).toEqual(['stored']);
        await store.events.record(P1, [first, first], facts, overlooking);
        await store.events.record(P1, [visit('/a', { id: 'e1', at: T0 + 5000 })], facts, overlooking);
        await store.events.record(P1, [visit('/b', { id: 'e1' })], facts, overlooking);
        expect(await record(first)).toEqual(['repeated']);

        expect(await idsOf(selection(sessions('1')), ALL)).toEqual(['1:url:goal:e1']);
        expect(await store.conversions.count(selection(sessions('1')))).toMatchObject([{ count: 1 }]);
        const { total, sessions: listed } = await store.sessions.list(
          { projectId: P1, period: { from: null, until: null }, filters: { texts: {} } },
          { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 },
        );
        expect({ total, listed }).toMatchObject({ total: 1, listed: [{ visits: 1, conversions: 1, endedAt: T0 }] });
        expect((await store.sessions.timeline(P1, '1' as SessionId, ALL))!.entries).toHaveLength(1);
        expect(await store.visitors.sessions([ada], 0)).toEqual([{ id: '1', startedAt: T0, endedAt: T0 }]);
      });

      it('make their sessions known, only in their own project', async () => {
        await record(visit('/', { sessionId: 's.1' }), visit('/', { sessionId: 's.2' }));
        expect(await store.sessions.known(P1, sessions('s.1', 's.3', 's.2', 's.1'))).toEqual(new Set(['s.1', 's.2']));
        expect(await store.sessions.known(P2, sessions('s.1'))).toEqual(new Set());
      });
    });

    it('passes its check, and finishes accepted calls before it closes', async () => {
      await store.check();
      const accepted = Promise.all(Array.from({ length: 20 }, (_, index) => record(visit('/', { id: `e${index}` }))));
      await store.close();
      expect((await accepted).flat()).toEqual(Array(20).fill('stored'));
    });
  });

  describeMatching(name, open);
  describeFairness(name, open);
  describeAgainstModel(name, open, histories);
  describeReportFigures(name, open, reports);
  describeFunnelFigures(name, open, reports);
  describeMarking(name, open, Math.ceil(histories / 3));
  describeTrust(name, open, histories);
}
