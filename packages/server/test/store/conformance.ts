import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '#goalpost/collect/event.js';
import type { GoalDefinition } from '#goalpost/goals/goal.js';
import { GOALS_MAX } from '#goalpost/goals/limits.js';
import type { GoalKey, ProjectId, SessionId, TokenId } from '#goalpost/ids.js';
import { PageExpired, type PageRequest, type Selection, SNAPSHOT_KEPT_MS, type Store } from '#goalpost/store/store.js';
import { click, customEvent, goal, project, T0, token, urlGoal, visit } from '../support/builders.js';
import { describeContents } from './contents.js';
import { describeMatching } from './matching.js';
import { describeAgainstModel } from './model.js';
import { describeReports } from './reports.js';

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and takes away all it kept. */
  release(): Promise<void>;
}

/** Opens an empty store whose clock is the one given. */
export type OpenStore = (now: () => number) => Promise<OpenedStore>;

const P1 = 'p1' as ProjectId;
const P2 = 'p2' as ProjectId;
const ALL: PageRequest = { limit: 1000, after: null };

const sessions = (...ids: string[]) => ids as SessionId[];
const selection = (sessionIds: SessionId[], changes: Partial<Selection> = {}): Selection => ({
  projectId: P1,
  sessionIds,
  period: { from: null, until: null },
  types: null,
  ...changes,
});

interface Expanded {
  readonly id: string;
  readonly goal: { readonly version: number };
}

/**
 * What every store must do, whatever it is made of. Nothing here is ever skipped. `histories`: random ones that it is held
 * against the model with; a store over the network takes a second for each.
 */
export function describeStore(name: string, open: OpenStore, { histories = 150 } = {}): void {
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

    const record = (...events: Event[]) => store.events.record(P1, events);
    const idsOf = async (of: Selection, page: PageRequest): Promise<string[]> =>
      JSON.parse((await store.conversions.ids(of, page)).json);
    const ids = (of: Selection) => idsOf(of, ALL);
    const listOf = async (of: Selection, page: PageRequest) => {
      const { json, next } = await store.conversions.list(of, page);
      return { items: JSON.parse(json), next };
    };
    /** Changes a goal from whatever it is now. */
    const replace = async (goal: GoalDefinition) => {
      const current = await store.goals.find(P1, goal.key);
      return store.goals.replace(P1, current ?? goal, goal);
    };
    const finishWork = async () => {
      while (await store.goals.work());
    };

    describeReports(() => store);
    describeContents(() => store, open);

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

      it('takes all of it out of every answer, and says how much there was; others stay', async () => {
        await fill();
        expect(await store.sessions.erase(P1, dead)).toEqual({ visits: 1, clicks: 1, customEvents: 1, conversions: 1 });
        const both = selection(sessions('dead', 'other'));
        expect(await ids(both)).toEqual(['other:url:any:v']);
        expect((await listOf(both, ALL)).items).toHaveLength(1);
        expect((await store.conversions.count(both)).map(({ sessionId }) => sessionId)).toEqual(['other']);
        expect(await store.sessions.known(P1, both.sessionIds)).toEqual(new Set(['other']));
        expect(await store.sessions.known(P2, [dead])).toEqual(new Set(['dead']));
      });

      it('is null when there is no such session, the second time too', async () => {
        await fill();
        expect(await store.sessions.erase(P2, 'other' as SessionId)).toBeNull();
        await store.sessions.erase(P1, dead);
        expect(await store.sessions.erase(P1, dead)).toBeNull();
      });

      it('lets the same events begin it anew', async () => {
        await fill();
        await store.sessions.erase(P1, dead);
        expect(await record(visit('/a', { sessionId: 'dead', id: 'v' }))).toEqual(['stored']);
        expect(await ids(selection([dead]))).toEqual(['dead:url:any:v']);
      });

      it('leaves nothing for a goal that is matched afterwards', async () => {
        await fill();
        await store.goals.create(P1, urlGoal('/a', { key: 'later' }));
        await store.sessions.erase(P1, dead);
        await finishWork();
        expect(await ids(selection(sessions('dead', 'other')))).toEqual(['other:url:any:v', 'other:url:later:v']);
      });

      it('is done to all whose last event is too old, in steps, of all projects', async () => {
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
        let steps = 0;
        while (await store.sessions.eraseOlderThan(T0 + 1000)) steps++;
        expect(steps).toBeGreaterThan(1);
        expect(await store.sessions.known(P1, sessions('s0', 's49', 'kept'))).toEqual(new Set(['kept']));
        expect(await store.sessions.known(P2, sessions('old', 'new'))).toEqual(new Set(['new']));
      });
    });

    describe('visitors', () => {
      const visitor = (hash: string, day = '2026-01-03') => ({ day, hash });
      const facts = (sessionId: string, hash: string, day?: string) =>
        new Map([[sessionId as SessionId, { client: null, visitor: visitor(hash, day) }]]);

      it('of a day share a salt, which is another on the next day', async () => {
        const [one, again, next] = await Promise.all(
          ['2026-01-03', '2026-01-03', '2026-01-04'].map((day) => store.visitors.salt(day)),
        );
        expect(one).toMatch(/^[0-9a-f]{64}$/);
        expect(again).toBe(one);
        expect(next).not.toBe(one);
      });

      it('have the sessions recorded for them that went on since, oldest first', async () => {
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

      it('of past days are forgotten, with the salts, and those of the day itself are not', async () => {
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

      it('change in what is given, and stay as they are in all else', async () => {
        const changes = { name: 'Blog', allowedOrigins: ['https://blog.example'] };
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
      it('come back as they were stored', async () => {
        const stored = token({
          name: 'CI',
          abilities: ['goals:read', 'events:write'],
          rateLimit: 7,
          expiresAt: T0 + 5,
        });
        await store.tokens.create(stored);
        expect(await store.tokens.find(stored.id)).toEqual(stored);
      });

      it('are listed oldest first, those of other projects left out', async () => {
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

      it('keep the latest of their uses', async () => {
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

      it('stay as they were stored first', async () => {
        await store.goals.create(P1, urlGoal('/a'));
        await record(visit('/a', { id: 'e1' }));
        await record(visit('/other', { id: 'e1', at: T0 + 5 }));
        const { items } = await listOf(selection(sessions('1')), ALL);
        expect(items).toMatchObject([{ url: '/a', occurred_at: '2026-01-03T10:00:00.000Z' }]);
      });

      it('that are sent again with another time do not make their session longer', async () => {
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

      it('are stored once when many callers send the same at the same time', async () => {
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

      it('count once in every read when they are repeated by one who has no use for hearing so', async () => {
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

      it('make their sessions known, to their own project only', async () => {
        await record(visit('/', { sessionId: 's.1' }), visit('/', { sessionId: 's.2' }));
        expect(await store.sessions.known(P1, sessions('s.1', 's.3', 's.2', 's.1'))).toEqual(new Set(['s.1', 's.2']));
        expect(await store.sessions.known(P2, sessions('s.1'))).toEqual(new Set());
      });
    });

    describe('conversions', () => {
      const buy = goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy', value: '5.00', currency: 'EUR' });
      const order = goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'order' });
      const buyLink = [{ tag: 'a', classes: ['buy'] }];

      beforeEach(async () => {
        await store.goals.create(P1, urlGoal('/thanks', { key: 'thanks', name: 'Thanks' }));
        await store.goals.create(P1, buy);
        await store.goals.create(P1, order);
      });

      it('have ids that name session, type, goal and event, ordered by time and then id', async () => {
        await record(
          visit('/thanks', { sessionId: 'b', id: 'e9', at: T0 + 1 }),
          visit('/thanks', { sessionId: 'a', id: 'z', at: T0 + 2 }),
          customEvent('purchase', { sessionId: 'a', id: 'y', at: T0 + 2 }),
          click(buyLink, { sessionId: 'a', id: 'x', at: T0 + 2 }),
          visit('/thanks', { sessionId: 'B', id: 'e1', at: T0 + 2 }),
          visit('/elsewhere', { sessionId: 'a', id: 'w', at: T0 }),
        );
        expect(await ids(selection(sessions('a', 'b', 'B', 'a')))).toEqual([
          'b:url:thanks:e9',
          'B:url:thanks:e1',
          'a:click:buy:x',
          'a:event:order:y',
          'a:url:thanks:z',
        ]);
      });

      it.each([
        ['from, inclusive', { from: T0 + 1, until: null }, ['e2', 'e3']],
        ['until, exclusive', { from: null, until: T0 + 2 }, ['e1', 'e2']],
        ['both', { from: T0 + 1, until: T0 + 2 }, ['e2']],
        ['an empty period', { from: T0 + 2, until: T0 + 2 }, []],
      ])('are restricted to a period: %s', async (_title, period, expected) => {
        await record(...['e1', 'e2', 'e3'].map((id, index) => visit('/thanks', { id, at: T0 + index })));
        const found = await ids(selection(sessions('1'), { period }));
        expect(found.map((id) => id.split(':')[3])).toEqual(expected);
      });

      it.each([
        [['url' as const], ['1:url:thanks:v']],
        [
          ['click' as const, 'event' as const],
          ['1:click:buy:c', '1:event:order:p'],
        ],
        [['event' as const, 'event' as const], ['1:event:order:p']],
      ])('are restricted to types: %j', async (types, expected) => {
        await record(visit('/thanks', { id: 'v' }), click(buyLink, { id: 'c' }), customEvent('purchase', { id: 'p' }));
        expect(await ids(selection(sessions('1'), { types }))).toEqual(expected);
        const counted = await store.conversions.count(selection(sessions('1'), { types }));
        expect(counted.map(({ count }) => count)).toEqual([expected.length]);
      });

      it('of another project are never seen, even under the same session and event ids', async () => {
        await store.goals.create(P2, urlGoal('/thanks', { key: 'secret' }));
        await store.events.record(P2, [visit('/thanks')]);
        expect(await ids(selection(sessions('1')))).toEqual([]);
        expect(await store.conversions.count(selection(sessions('1')))).toEqual([]);
        expect(await ids(selection(sessions('1'), { projectId: P2 }))).toEqual(['1:url:secret:e1']);
      });

      it('are counted for each session that has any, and by type', async () => {
        await record(
          visit('/thanks', { sessionId: 'a', id: 'v1' }),
          visit('/thanks', { sessionId: 'a', id: 'v2' }),
          click(buyLink, { sessionId: 'a', id: 'c' }),
          customEvent('purchase', { sessionId: 'b' }),
          visit('/', { sessionId: 'c' }),
        );
        const counts = await store.conversions.count(selection(sessions('a', 'b', 'c', 'unknown', 'a')));
        expect(counts.sort((one, other) => (one.sessionId < other.sessionId ? -1 : 1))).toEqual([
          { sessionId: 'a', count: 3, byType: { click: 1, url: 2, event: 0 } },
          { sessionId: 'b', count: 1, byType: { click: 0, url: 0, event: 1 } },
        ]);
      });

      it('tell all about themselves', async () => {
        await record(
          visit('https://shop.example/', { id: 'v1', at: T0, title: 'Home' }),
          click(buyLink, { id: 'c1', at: T0 + 5, url: 'https://shop.example/' }),
          visit('https://shop.example/thanks', { id: 'v2', at: T0 + 9, title: 'Thanks' }),
          customEvent('purchase', { id: 'p1', at: T0 + 12, value: '49.00', currency: 'USD' }),
          click(buyLink, { sessionId: '2', id: 'c2', at: T0 + 13, url: '/elsewhere' }),
        );
        const { items, next } = await listOf(selection(sessions('1', '2')), ALL);
        expect(next).toBeNull();
        expect(items).toEqual([
          {
            id: '1:click:buy:c1',
            session_id: '1',
            type: 'click',
            goal: { key: 'buy', name: 'A goal', version: 1 },
            occurred_at: new Date(T0 + 5).toISOString(),
            url: 'https://shop.example/',
            title: 'Home',
            element: buyLink,
            value: '5.00',
            currency: 'EUR',
            visit_id: '1:v1',
          },
          {
            id: '1:url:thanks:v2',
            session_id: '1',
            type: 'url',
            goal: { key: 'thanks', name: 'Thanks', version: 1 },
            occurred_at: new Date(T0 + 9).toISOString(),
            url: 'https://shop.example/thanks',
            title: 'Thanks',
            element: null,
            value: null,
            currency: null,
            visit_id: '1:v2',
          },
          {
            id: '1:event:order:p1',
            session_id: '1',
            type: 'event',
            goal: { key: 'order', name: 'A goal', version: 1 },
            occurred_at: new Date(T0 + 12).toISOString(),
            url: 'https://shop.example/thanks',
            title: 'Thanks',
            element: null,
            value: '49.00',
            currency: 'USD',
            visit_id: '1:v2',
          },
          {
            id: '2:click:buy:c2',
            session_id: '2',
            type: 'click',
            goal: { key: 'buy', name: 'A goal', version: 1 },
            occurred_at: new Date(T0 + 13).toISOString(),
            url: '/elsewhere',
            title: null,
            element: buyLink,
            value: '5.00',
            currency: 'EUR',
            visit_id: null,
          },
        ]);
      });

      it('come in pages that together are the whole, whatever the page size', async () => {
        await record(
          ...Array.from({ length: 25 }, (_, index) =>
            visit('/thanks', { sessionId: `s${index % 3}`, id: `e${index}`, at: T0 + Math.floor(index / 4) }),
          ),
        );
        const of = selection(sessions('s0', 's1', 's2'));
        const whole = await ids(of);
        expect(whole).toHaveLength(25);
        for (const limit of [1, 4, 24, 25, 26]) {
          const paged: string[] = [];
          let request: PageRequest | null = { limit, after: null };
          while (request) {
            const { json, next } = await store.conversions.ids(of, request);
            const items: string[] = JSON.parse(json);
            const listed = await listOf(of, request);
            expect(listed.items.map(({ id }: { id: string }) => id)).toEqual(items);
            expect(listed.next).toEqual(next);
            paged.push(...items);
            request = next && { limit, after: next };
          }
          expect(paged).toEqual(whole);
        }
      });

      it('whose clicked elements are very long come in smaller pages, and all of them come', async () => {
        const chain = Array.from({ length: 200 }, () => ({ tag: 'a', classes: ['buy', 'x'.repeat(300)] }));
        const clicks = Array.from({ length: 150 }, (_, index) =>
          click(chain, { id: `e${100 + index}`, at: T0 + index }),
        );
        await record(...clicks);
        const of = selection(sessions('1'));
        const found: { id: string }[] = [];
        let pages = 0;
        for (let request: PageRequest | null = ALL; request; pages++) {
          const { items, next } = await listOf(of, request);
          found.push(...items);
          request = next && { limit: ALL.limit, after: next };
        }
        expect(pages).toBeGreaterThan(1);
        expect(found.map(({ id }) => id)).toEqual(clicks.map(({ id }) => `1:click:buy:${id}`));
      });

      it('are the same for few sessions and for many', async () => {
        const many = Array.from({ length: 1000 }, (_, index) => `s${index}`);
        await record(...many.map((sessionId) => visit('/thanks', { sessionId })));
        expect(await ids(selection(sessions(...many)))).toEqual(many.map((id) => `${id}:url:thanks:e1`).sort());
        expect(await store.conversions.count(selection(sessions(...many)))).toHaveLength(1000);
        expect((await store.sessions.known(P1, sessions(...many))).size).toBe(1000);
      });
    });

    describe('goals', () => {
      const thanks = urlGoal('/thanks', { key: 'thanks', name: 'Thanks' });
      const done = (total: number) => ({ state: 'done', matched: total, total });

      it('are kept by key in their project', async () => {
        expect(await store.goals.create(P1, thanks)).toEqual({ ...thanks, version: 1, matching: done(0) });
        expect(await store.goals.create(P1, urlGoal('/x', { key: 'thanks' }))).toBe('taken');
        expect(await store.goals.create(P2, urlGoal('/x', { key: 'thanks' }))).toMatchObject({ key: 'thanks' });
        await store.goals.create(P1, urlGoal('/a', { key: 'also' }));
        expect((await store.goals.list(P1)).map(({ key }) => key)).toEqual(['also', 'thanks']);
        expect(await store.goals.find(P1, 'thanks' as GoalKey)).toEqual({ ...thanks, version: 1, matching: done(0) });
        expect(await store.goals.find(P1, 'other' as GoalKey)).toBeNull();
      });

      it('are held against stored history in the background; until then readers see nothing of them', async () => {
        await record(visit('/thanks', { id: 'e1' }), visit('/', { id: 'e2' }));
        expect(await store.goals.create(P1, thanks)).toMatchObject({
          matching: { state: 'running', matched: 0, total: 2 },
        });
        await record(visit('/thanks', { id: 'e3', at: T0 + 3 }));
        expect(await ids(selection(sessions('1')))).toEqual([]);
        await finishWork();
        expect(await ids(selection(sessions('1')))).toEqual(['1:url:thanks:e1', '1:url:thanks:e3']);
        expect((await store.goals.find(P1, 'thanks' as GoalKey))?.matching.state).toBe('done');
      });

      it('are matched in steps, with progress, however much history there is', async () => {
        const events = Array.from({ length: 3000 }, (_, index) =>
          visit(index % 2 ? '/thanks' : '/', { sessionId: `s${index % 7}`, id: `e${index}`, at: T0 + index }),
        );
        await record(...events);
        await store.goals.create(P1, thanks);
        const progress: number[] = [];
        while (await store.goals.work()) {
          const { matching } = (await store.goals.find(P1, 'thanks' as GoalKey))!;
          progress.push(matching.matched);
          expect(matching.total).toBe(3000);
        }
        expect(progress.length).toBeGreaterThan(1);
        expect(progress).toEqual([...progress].sort((a, b) => a - b));
        expect(progress.at(-1)).toBe(3000);
        const of = selection(sessions('s0', 's1', 's2', 's3', 's4', 's5', 's6'));
        expect(await idsOf(of, { limit: 5000, after: null })).toHaveLength(1500);
      });

      it('show their old conversions until the new version has seen all of history, then only the new', async () => {
        await store.goals.create(P1, thanks);
        await record(visit('/thanks', { id: 'e1' }), visit('/done', { id: 'e2', at: T0 + 1 }));
        const replaced = await replace(urlGoal('/done', { key: 'thanks', name: 'Done' }));
        expect(replaced).toMatchObject({
          version: 2,
          name: 'Done',
          matching: { state: 'running', matched: 0, total: 2 },
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

      it('keep their version when only name, value or currency change, which holds at once', async () => {
        await store.goals.create(P1, thanks);
        await record(visit('/thanks'));
        const renamed = { ...thanks, name: 'Paid', value: '9.50', currency: 'EUR' };
        expect(await replace(renamed)).toEqual({ ...renamed, version: 1, matching: done(0) });
        const { items } = await listOf(selection(sessions('1')), ALL);
        expect(items).toMatchObject([{ goal: { name: 'Paid', version: 1 }, value: '9.50', currency: 'EUR' }]);
      });

      it('replaced twice in a row end with the last rule', async () => {
        await record(visit('/a', { id: 'a' }), visit('/b', { id: 'b' }), visit('/c', { id: 'c' }));
        await store.goals.create(P1, urlGoal('/a'));
        await replace(urlGoal('/b'));
        expect(await replace(urlGoal('/c'))).toMatchObject({ version: 3 });
        await finishWork();
        expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:c']);
      });

      it('are not replaced by somebody who has read another state of them', async () => {
        await store.goals.create(P1, thanks);
        const renamed = { ...thanks, name: 'Renamed' };
        expect(await store.goals.replace(P1, thanks, renamed)).toMatchObject({ name: 'Renamed' });
        const other = urlGoal('/other', { key: 'thanks', name: 'Thanks' });
        expect(await store.goals.replace(P1, thanks, other)).toBe('changed');
        expect(await store.goals.find(P1, 'thanks' as GoalKey)).toMatchObject({ name: 'Renamed', version: 1 });
        expect(await store.goals.replace(P1, renamed, other)).toMatchObject({ name: 'Thanks', version: 2 });
      });

      it('are no more than the limit, also when many come at once', async () => {
        const answers = await Promise.all(
          Array.from({ length: GOALS_MAX + 10 }, (_, index) =>
            store.goals.create(P1, urlGoal('/', { key: `g${index}` })),
          ),
        );
        expect(answers.filter((answer) => answer === 'full')).toHaveLength(10);
        expect(await store.goals.list(P1)).toHaveLength(GOALS_MAX);
        expect(await store.goals.create(P2, urlGoal('/'))).toMatchObject({ version: 1 });
      });

      it('that are unknown cannot be replaced or removed', async () => {
        expect(await replace(thanks)).toBeNull();
        expect(await store.goals.remove(P1, 'thanks' as GoalKey)).toBe(false);
      });

      it('that are removed take their conversions with them; a new goal of that key gets a new version', async () => {
        await store.goals.create(P1, thanks);
        await record(visit('/thanks'));
        expect(await store.goals.remove(P1, 'thanks' as GoalKey)).toBe(true);
        expect(await ids(selection(sessions('1')))).toEqual([]);
        expect(await store.goals.list(P1)).toEqual([]);
        expect(await store.goals.create(P1, thanks)).toMatchObject({ version: 2 });
        await finishWork();
        expect(await ids(selection(sessions('1')))).toEqual(['1:url:thanks:e1']);
      });

      it('that count once keep the earliest of a session by (time, id), however late it arrives', async () => {
        await store.goals.create(P1, urlGoal('/', { count: 'once' }));
        await record(visit('/', { id: 'm', at: T0 + 5 }), visit('/', { id: 'n', at: T0 + 5 }));
        expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:m']);
        await record(visit('/', { id: 'l', at: T0 + 5 }), visit('/', { id: 'z', at: T0 + 9 }));
        expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:l']);
        await record(visit('/', { id: 'zz', at: T0 + 1 }), visit('/', { sessionId: '2', id: 'a', at: T0 }));
        expect(await ids(selection(sessions('1', '2')))).toEqual(['2:url:goal:a', '1:url:goal:zz']);
      });

      it('changed from every to once, and back, give what they would always have given', async () => {
        await store.goals.create(P1, urlGoal('/'));
        await record(visit('/', { id: 'b', at: T0 + 1 }), visit('/', { id: 'a', at: T0 + 2 }));
        await replace(urlGoal('/', { count: 'once' }));
        await finishWork();
        expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:b']);
        await replace(urlGoal('/'));
        await finishWork();
        expect(await ids(selection(sessions('1')))).toEqual(['1:url:goal:b', '1:url:goal:a']);
      });

      it('changed between two pages do not mix: later pages hold to what the first page saw', async () => {
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

      it('removed between two pages are still in the later one, until cleared away, when the page start expires', async () => {
        await store.goals.create(P1, thanks);
        await record(visit('/thanks', { id: 'e1' }), visit('/thanks', { id: 'e2', at: T0 + 1 }));
        const of = selection(sessions('1'));
        const { next } = await store.conversions.ids(of, { limit: 1, after: null });
        await store.goals.remove(P1, 'thanks' as GoalKey);
        await finishWork();
        expect(await idsOf(of, { limit: 1, after: next })).toEqual(['1:url:thanks:e2']);
        now += SNAPSHOT_KEPT_MS;
        await finishWork();
        await expect(store.conversions.ids(of, { limit: 1, after: next })).rejects.toBeInstanceOf(PageExpired);
        expect(await ids(of)).toEqual([]);
      });
    });

    it('says that it is well, and finishes what it accepted before it closes', async () => {
      await store.check();
      const accepted = Promise.all(Array.from({ length: 20 }, (_, index) => record(visit('/', { id: `e${index}` }))));
      await store.close();
      expect((await accepted).flat()).toEqual(Array(20).fill('stored'));
    });
  });

  describeMatching(name, open);
  describeAgainstModel(name, open, histories);
}
