import { beforeEach, describe, expect, it } from 'vitest';
import type { PageRequest } from '#goalpost/model/page.js';
import type { Store } from '#goalpost/store/store.js';
import { click, customEvent, goal, T0, urlGoal, visit } from '../support/builders.js';
import { ALL, P1, P2, selection, sessions, toolsOf } from './tools.js';

/** The contract for conversions; a part of `describeStore`. */
export function describeConversions(current: () => Store): void {
  const { record, ids, listOf } = toolsOf(current);
  let store: Store;
  beforeEach(() => {
    store = current();
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

    it('have ids made of session, type, goal and event, ordered by time and then id', async () => {
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

    it('are returned with all their fields', async () => {
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
          origin: 'trusted',
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
          origin: 'trusted',
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
          origin: 'trusted',
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
          origin: 'trusted',
        },
      ]);
    });

    it('are returned completely over their pages, whatever the page size', async () => {
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

    it('with very long clicked elements come in smaller pages, without losing any', async () => {
      const chain = Array.from({ length: 200 }, () => ({ tag: 'a', classes: ['buy', 'x'.repeat(300)] }));
      const clicks = Array.from({ length: 150 }, (_, index) => click(chain, { id: `e${100 + index}`, at: T0 + index }));
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
}
