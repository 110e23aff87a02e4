import { beforeEach, describe, expect, it } from 'vitest';
import { UNKNOWN } from '#goalpost/model/client.js';
import type { Origin } from '#goalpost/model/event.js';
import type { ValueFrom } from '#goalpost/model/goal.js';
import type { Store } from '#goalpost/store/store.js';
import { click, customEvent, goal, T0, urlGoal, visit } from '../support/builders.js';
import { ALL, P1, selection, sessions, toolsOf } from './tools.js';

const EVER = { from: null, until: null };

/** The contract for who sent an event; a part of `describeStore`. */
export function describeOrigins(current: () => Store): void {
  const { record, idsOf, listOf, finishWork } = toolsOf(current);
  let store: Store;
  beforeEach(() => {
    store = current();
  });

  describe('the origin of an event', () => {
    const fill = () =>
      record(
        visit('/a', { sessionId: 'pub', origin: 'public' }),
        visit('/a', { sessionId: 'own' }),
        click([{ tag: 'a' }], { sessionId: 'both', id: 'c', at: T0 + 1 }),
        visit('/a', { sessionId: 'both', origin: 'public' }),
      );
    const of = ['pub', 'own', 'both'];
    const byId = [
      ['both', 'public'],
      ['own', 'trusted'],
      ['pub', 'public'],
    ];

    it.each([
      ['when the event arrives', true],
      ['when history is matched', false],
    ])('is that of its conversions, made %s', async (_title, goalsFirst) => {
      if (goalsFirst) await store.goals.create(P1, urlGoal('/'));
      await fill();
      if (!goalsFirst) await store.goals.create(P1, urlGoal('/'));
      await finishWork();
      const { items } = await listOf(selection(sessions(...of)), ALL);
      expect(items.map((item: Record<string, string>) => [item.session_id, item.origin])).toEqual(byId);
    });

    it('is returned with visits and in timelines', async () => {
      await fill();
      const visits = { projectId: P1, sessionIds: sessions(...of), period: EVER, visitIds: null };
      const { json } = await store.visits.list(visits, ALL);
      expect(JSON.parse(json).map((item: Record<string, string>) => [item.session_id, item.origin])).toEqual(byId);
      const timeline = await store.sessions.timeline(P1, sessions('both')[0]!, ALL);
      expect(timeline!.entries.map(({ event }) => [event.type, event.origin])).toEqual([
        ['visit', 'public'],
        ['click', 'trusted'],
      ]);
    });

    it.each<[Origin, string[]]>([
      ['public', ['both', 'pub']],
      ['trusted', ['both', 'own']],
    ])('filters sessions: those with a %s event', async (origin, expected) => {
      await fill();
      const listed = await store.sessions.list(
        { projectId: P1, period: EVER, filters: { texts: {}, origin } },
        { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 },
      );
      expect([listed.total, listed.sessions.map(({ id }) => id)]).toEqual([2, expected]);
    });
  });

  describe('a public event', () => {
    const purchase = { id: 'order-7', value: '49.00', currency: 'EUR' };
    const forged = { ...purchase, value: '999999999999.999999', origin: 'public' } as const;
    const orders = goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'orders' });
    const inSession = selection(sessions('1'));
    const session = async () => (await store.sessions.timeline(P1, sessions('1')[0]!, ALL))!.session;

    it.each([
      ['before', true],
      ['after', false],
    ])(
      'with the id of a trusted one that arrives %s it gives way to it, with its conversions',
      async (_title, first) => {
        await store.goals.create(P1, orders);
        await store.goals.create(P1, urlGoal('/', { key: 'pages' }));
        const own = () => record(customEvent('purchase', purchase));
        const theirs = () => record(visit('/forged', { id: purchase.id, at: T0 - 5, origin: 'public' }));
        if (first) expect([await theirs(), await own()]).toEqual([['stored'], ['stored']]);
        else expect([await own(), await theirs()]).toEqual([['stored'], ['repeated']]);
        const { items } = await listOf(inSession, ALL);
        expect(items).toMatchObject([{ id: '1:event:orders:order-7', value: '49.00', origin: 'trusted' }]);
        expect(await session()).toMatchObject({ visits: 0, customEvents: 1, startedAt: T0, entryOrigin: null });
        expect(await store.contents.eventsTotal(P1)).toBe(1);
        expect(await record(customEvent('purchase', purchase))).toEqual(['repeated']);
      },
    );

    it('gives way with what it counted for, and counts for nothing if Goalpost sends such events by itself', async () => {
      await record(customEvent('$form', { ...purchase, origin: 'public' }));
      expect(await session()).toMatchObject({ customEvents: 0 });
      await record(customEvent('purchase', purchase));
      expect(await session()).toMatchObject({ customEvents: 1 });
      expect(await store.contents.eventsTotal(P1)).toBe(1);
    });

    it('gives way within one call too', async () => {
      await store.goals.create(P1, orders);
      const own = customEvent('purchase', purchase);
      expect(await record(customEvent('purchase', forged), own, own)).toEqual(['stored', 'stored', 'repeated']);
      expect((await listOf(inSession, ALL)).items).toMatchObject([{ value: '49.00', origin: 'trusted' }]);
    });

    it('does not take the place of a trusted one in a goal that counts once, however early it is', async () => {
      await store.goals.create(P1, { ...orders, count: 'once' });
      const own = customEvent('purchase', { ...purchase, at: T0 + 9 });
      await record(customEvent('purchase', { ...forged, id: 'a', at: T0 - 9 }));
      expect(await idsOf(inSession, ALL)).toEqual(['1:event:orders:a']);
      await record(own);
      await record(customEvent('purchase', { ...forged, id: 'b', at: T0 - 10 }));
      expect(await idsOf(inSession, ALL)).toEqual(['1:event:orders:order-7']);
      const until = { ...inSession, period: { from: null, until: T0 } };
      expect(await idsOf(until, ALL)).toEqual([]);
    });

    it('that gave way leaves a goal that counts once to the next event that meets it', async () => {
      await store.goals.create(P1, { ...orders, count: 'once' });
      await record(customEvent('purchase', forged), customEvent('purchase', { ...forged, id: 'later', at: T0 + 1 }));
      await record(visit('/', { id: purchase.id }));
      expect(await idsOf(inSession, ALL)).toEqual(['1:event:orders:later']);
    });

    it('changes neither the times, the entry nor the client of a session with a trusted visit', async () => {
      const client = (browser: string) => ({ ...UNKNOWN, browser });
      const told = (browser: string) => new Map([[sessions('1')[0]!, { client: client(browser), visitor: null }]]);
      const theirs = (at: number, id: string) =>
        store.events.record(P1, [visit('/forged?utm_source=evil', { id, at, origin: 'public' })], told('Chrome'));
      await theirs(T0 - 86_400_000, 'a');
      await store.events.record(P1, [visit('/own?utm_source=news', { id: 'own' })], told('Firefox'));
      await theirs(T0 + 1000, 'b');
      expect(await session()).toMatchObject({
        startedAt: T0,
        endedAt: T0,
        entry: { page: '/own', source: 'news' },
        entryOrigin: 'trusted',
        client: client('Firefox'),
        visits: 3,
      });
    });

    it('says how a session began whose trusted events are clicks and custom events', async () => {
      await record(customEvent('purchase', { ...purchase, at: T0 + 5 }));
      await record(visit('/tracked?utm_source=news', { id: 'v', origin: 'public' }));
      expect(await session()).toMatchObject({
        startedAt: T0,
        endedAt: T0 + 5,
        entry: { page: '/tracked', source: 'news' },
        entryOrigin: 'public',
      });
      await store.goals.create(P1, orders);
      await finishWork();
      expect((await listOf(inSession, ALL)).items).toMatchObject([
        { visit_id: '1:v', url: '/tracked?utm_source=news' },
      ]);
    });

    it('is not the page of a trusted conversion if the session has trusted visits', async () => {
      await store.goals.create(P1, orders);
      await record(
        visit('/own', { id: 'own', at: T0 - 10 }),
        visit('/forged', { id: 'v', origin: 'public', at: T0 - 1 }),
        customEvent('purchase', purchase),
        customEvent('purchase', { ...forged, id: 'p' }),
      );
      expect((await listOf(inSession, ALL)).items).toMatchObject([
        { id: '1:event:orders:order-7', visit_id: '1:own', url: '/own' },
        { id: '1:event:orders:p', visit_id: '1:v', url: '/forged' },
      ]);
    });

    it('does not keep a session from being erased that has trusted events', async () => {
      await record(
        customEvent('purchase', purchase),
        visit('/', { id: 'v', origin: 'public', at: T0 + 10_000 }),
        visit('/', { sessionId: '2', origin: 'public', at: T0 + 10_000 }),
      );
      while (await store.sessions.eraseOlderThan(T0 + 1));
      expect(await store.sessions.known(P1, sessions('1', '2'))).toEqual(new Set(['2']));
    });

    it.each<[ValueFrom, own: string | null, theirs: string | null]>([
      ['goal', '5.00', '5.00'],
      ['event', '49.00', '999999999999.999999'],
      ['trusted_event', '49.00', null],
      ['none', null, null],
    ])('has the value that a goal takes from: %s', async (valueFrom, own, theirs) => {
      const fixed = valueFrom === 'goal' ? { value: '5.00', currency: 'EUR' } : {};
      await store.goals.create(P1, { ...orders, ...fixed, valueFrom });
      await record(customEvent('purchase', purchase), customEvent('purchase', { ...forged, id: 'p' }));
      const worth = (value: string | null) => ({ value, currency: value === null ? null : 'EUR' });
      expect((await listOf(inSession, ALL)).items).toMatchObject([worth(own), worth(theirs)]);
      expect(await store.goals.find(P1, orders.key)).toMatchObject({ valueFrom });
    });

    it('does not make a project one with trusted events', async () => {
      await record(visit('/', { origin: 'public' }));
      expect(await store.sessions.hasTrusted(P1)).toBe(false);
      await record(visit('/', { id: 'own' }));
      expect(await store.sessions.hasTrusted(P1)).toBe(true);
    });

    it('continues the session of its visitor all the same', async () => {
      const ada = { day: '2026-01-03', hash: 'ada' };
      const facts = new Map([[sessions('1')[0]!, { client: null, visitor: ada }]]);
      await store.events.record(P1, [visit('/', { id: 'v', origin: 'public', at: T0 + 9 })], facts);
      await record(visit('/', { id: 'own' }));
      expect(await store.visitors.sessions([ada], T0 + 9)).toEqual([{ id: '1', startedAt: T0, endedAt: T0 + 9 }]);
    });
  });
}
