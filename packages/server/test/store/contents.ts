import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GoalKey, SessionId } from '#goalpost/model/ids.js';
import { copyProject, copyStretch, copyVisitors } from '#goalpost/move/copy.js';
import { stretchesOf } from '#goalpost/move/inventory.js';
import type { EventContents, EventPlace } from '#goalpost/store/contents.js';
import { PageExpired, type Store } from '#goalpost/store/store.js';
import { click, customEvent, T0, urlGoal, visit } from '../support/builders.js';
import type { OpenStore } from './open-store.js';
import { ALL, P1, toolsOf } from './tools.js';

const DAY = '2026-01-03';
const WHOLE = { after: null, through: null };
const EVER = { from: null, until: null };

/** The contract for copying a store's content to another one. `source` returns a store with the project p1. */
export function describeContents(source: () => Store, open: OpenStore): void {
  describe('contents', () => {
    let opened: Awaited<ReturnType<OpenStore>>;
    let target: Store;
    beforeEach(async () => {
      opened = await open(() => T0);
      target = opened.store;
    });
    afterEach(() => opened.release());

    const { record } = toolsOf(source);
    const copy = async () => {
      const stores = { source: source(), target };
      await copyProject(stores, (await stores.source.projects.find(P1))!);
      for await (const stretch of stretchesOf(stores.source, P1)) await copyStretch(stores, P1, stretch);
      await copyVisitors(stores, DAY);
    };
    const seenBy = async (store: Store) => {
      const sessionIds = ['1', '2'] as SessionId[];
      const selection = { projectId: P1, sessionIds, period: EVER };
      return [
        await store.projects.find(P1),
        await store.goals.list(P1),
        (await store.conversions.list({ ...selection, types: null }, ALL)).json,
        (await store.visits.list({ ...selection, visitIds: null }, ALL)).json,
        await store.sessions.list(
          { projectId: P1, period: EVER, filters: { texts: {} } },
          { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 },
        ),
        await Promise.all(sessionIds.map((id) => store.sessions.timeline(P1, id, ALL))),
        await store.visitors.sessions([{ day: DAY, hash: 'ada' }], 0),
        await store.visitors.salt(DAY),
      ];
    };
    const fill = async () => {
      const store = source();
      await store.goals.create(P1, urlGoal('/', { key: 'first', count: 'once', valueFrom: 'trusted_event' }));
      const known = { browser: 'Firefox', device: null, platformOs: 'Linux', language: null, country: 'NL' };
      const ada = { client: known, visitor: { day: DAY, hash: 'ada' } };
      await store.events.record(
        P1,
        [
          visit('https://shop.example/b?utm_source=news&gclid=Cj0', { id: 'b', at: T0 + 1 }),
          visit('/a', { id: 'c', at: T0, title: "O'Brien\ufffd\\ 😀" }),
          click([{ tag: 'a', classes: ['buy'] }], { id: 'd', at: T0 + 2, text: '' }),
          customEvent('order', { id: 'e', at: T0 + 3, value: '49.00', currency: 'EUR', properties: { ü: null } }),
          visit('/z', { sessionId: '2', id: 'a', origin: 'public' }),
        ],
        new Map([['1' as SessionId, ada]]),
      );
      await store.goals.create(P1, urlGoal('/', { key: 'gone' }));
      await store.goals.remove(P1, 'gone' as GoalKey);
      await store.goals.create(P1, urlGoal('/z', { key: 'later', value: '5.00', currency: 'EUR' }));
      while (await store.goals.work());
      const [goal] = await store.goals.list(P1);
      await store.goals.replace(P1, goal!, { ...goal!, count: 'every' });
      await store.visitors.salt(DAY);
    };

    it('put into an empty store give readers the same answers, also when put twice', async () => {
      await fill();
      await copy();
      expect(await seenBy(target)).toEqual(await seenBy(source()));
      expect(await target.contents.totals(P1, WHOLE)).toEqual(await source().contents.totals(P1, WHOLE));
      const part = await source().contents.events(P1, WHOLE, null);
      await target.contents.putEvents(P1, part);
      await target.contents.putEvents(P1, { ...part, events: part.events.slice(1, 3) });
      await copy();
      expect(await seenBy(target)).toEqual(await seenBy(source()));
      expect(await target.contents.totals(P1, WHOLE)).toEqual(await source().contents.totals(P1, WHOLE));
    });

    it('put into an empty store continue as before: matching, versions and numbers', async () => {
      await fill();
      await copy();
      for (const store of [source(), target]) {
        while (await store.goals.work());
        await store.goals.create(P1, urlGoal('/', { key: 'gone' }));
        await store.events.record(P1, [visit('/z', { id: 'f' }), visit('/a', { id: 'c' })]);
        while (await store.goals.work());
      }
      expect((await target.goals.list(P1)).map(({ key, version }) => `${key} ${version}`)).toEqual([
        'first 2',
        'gone 2',
        'later 1',
      ]);
      expect(await seenBy(target)).toEqual(await seenBy(source()));
    });

    it('are copied again where they have changed, including removed goals', async () => {
      await fill();
      await copy();
      await source().goals.remove(P1, 'later' as GoalKey);
      while (await source().goals.work());
      await source().projects.update(P1, { name: 'Blog' });
      await record(visit('/a', { sessionId: '2', id: 'b', at: T0 - 1 }), visit('/', { sessionId: '3' }));
      await copy();
      expect(await seenBy(target)).toEqual(await seenBy(source()));
      expect(await target.contents.goals(P1)).toMatchObject({
        versions: expect.arrayContaining([expect.objectContaining({ key: 'later', state: 'gone' })]),
      });
    });

    it('expire pages that began with other goals', async () => {
      await fill();
      const selection = { projectId: P1, sessionIds: ['1', '2'] as SessionId[], period: EVER, types: null };
      const { next } = await source().conversions.ids(selection, { limit: 1, after: null });
      await copy();
      const page = target.conversions.ids(selection, { limit: 1, after: next });
      await expect(page).rejects.toBeInstanceOf(PageExpired);
    });

    it('split the events of a very long session into parts, each event once, ordered by id', async () => {
      const ids = Array.from({ length: 12_000 }, (_, index) => `e${index}`);
      await source().goals.create(P1, urlGoal('/', { key: 'any' }));
      await record(
        visit('/', { sessionId: '0', id: 'a' }),
        ...ids.map((id) => visit('/', { id })),
        visit('/', { sessionId: '2', id: 'z' }),
      );
      const events: EventContents[] = [];
      let parts = 0;
      for (let after: EventPlace | null = null; after || parts === 0; parts++) {
        const part = await source().contents.events(P1, WHOLE, after);
        events.push(...part.events);
        after = part.next;
      }
      expect(parts).toBe(2);
      expect(events.map(({ row }) => row.eventId)).toEqual(['a', ...[...ids].sort(), 'z']);
      expect(events.every(({ met }) => met.length === 1 && met[0] === 'any 1')).toBe(true);
    }, 60_000);

    it('are divided into stretches that continue where the previous one ends', async () => {
      const events = Array.from({ length: 60_000 }, (_, index) =>
        visit('/', { sessionId: `s${index % 6}`, id: `e${index}` }),
      );
      for (let start = 0; start < events.length; start += 5000) await record(...events.slice(start, start + 5000));
      const stretches = [];
      for await (const stretch of stretchesOf(source(), P1)) stretches.push(stretch);
      expect(stretches).toEqual([
        { after: null, through: 's4' },
        { after: 's4', through: null },
      ]);
      const totals = await Promise.all(stretches.map((stretch) => source().contents.totals(P1, stretch)));
      expect(totals.map(({ sessions, visits }) => [sessions, visits])).toEqual([
        [5, 50_000],
        [1, 10_000],
      ]);
      expect(await source().contents.eventsTotal(P1)).toBe(60_000);
    }, 120_000);

    it('have exact totals', async () => {
      await source().goals.create(P1, urlGoal('/', { key: 'any' }));
      await record(
        visit('/a', { id: 'v', title: 'é' }),
        customEvent('order', { id: 'a', value: '0.1', currency: 'EUR' }),
        customEvent('order', { id: 'b', value: '0.2', currency: 'EUR' }),
        customEvent('$form', { id: 'f' }),
        customEvent('order', { id: 'c', value: '-5.000001', currency: null }),
        ...Array.from({ length: 20 }, (_, index) =>
          customEvent('order', { id: `d${index}`, value: '999999999999.999999', currency: 'USD' }),
        ),
        visit('/', { sessionId: '2' }),
      );
      const stretch = { after: null, through: '1' as SessionId };
      const totals = await source().contents.totals(P1, stretch);
      expect(totals).toMatchObject({ sessions: 1, visits: 1, clicks: 0, customEvents: 24 });
      expect(totals.values).toEqual(
        new Map([
          ['EUR', 300_000n],
          ['', -5_000_001n],
          ['USD', 19_999_999_999_999_999_980n],
        ]),
      );
      const checksum = BigInt(crc32(`=1\n=v\n=${T0}\n`));
      expect(totals.conversions).toEqual(new Map([['any 1', { count: 1, checksum }]]));
      const { eventsChecksum } = await source().contents.totals(P1, { after: '1' as SessionId, through: null });
      expect(eventsChecksum).toBe(BigInt(crc32(`=2\n=e1\n=visit\n=${T0}\n=trusted\n=/\n\n\n\n\n\n\n\n\n\n`)));
    });

    it('store a note about the move', async () => {
      expect(await target.contents.note()).toBeNull();
      await target.contents.keepNote({ installation: 'i', fingerprint: null });
      await target.contents.keepNote({ installation: 'i', fingerprint: 'f' });
      expect(await target.contents.note()).toEqual({ installation: 'i', fingerprint: 'f' });
    });
  });
}
