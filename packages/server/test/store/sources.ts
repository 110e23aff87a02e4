import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { click, visit } from '../support/builders.js';
import { ALL, P1, toolsOf } from './tools.js';

/** The contract for what a project says about its sources; a part of `describeStore`. */
export function describeSources(current: () => Store): void {
  describe('the source of a session', () => {
    let store: Store;
    beforeEach(() => {
      store = current();
    });
    const { record } = toolsOf(current);
    const sourceOf = async (id: string) =>
      (await store.sessions.timeline(P1, id as SessionId, ALL))!.session.entry.source;
    const from = (sessionId: string, referrer: string, id = 'e1') => ({ ...visit('/', { sessionId, id }), referrer });

    it("is none of the project's own hosts and payment providers, from when it names them", async () => {
      await record(from('before', 'https://shop.example/'), from('paid', 'https://bank.example/'));
      await store.projects.update(P1, {
        allowedOrigins: ['https://www.shop.example'],
        ownHosts: ['blog.example'],
        paymentProviders: ['bank.example'],
      });
      await record(
        from('a', 'https://shop.example/'),
        from('b', 'https://en.blog.example/'),
        from('c', 'https://secure.bank.example/'),
        from('d', 'https://news.example/'),
      );
      expect(await Promise.all(['before', 'paid', 'a', 'b', 'c', 'd'].map(sourceOf))).toEqual([
        ...['shop.example', 'bank.example'],
        ...[null, null, null, 'news.example'],
      ]);
    });

    it('is decided in the same way when a trusted visit takes the place of a public one', async () => {
      await store.projects.update(P1, { ownHosts: ['blog.example'] });
      const first = { ...from('a', 'https://news.example/'), origin: 'public' as const };
      await record(first, { ...from('a', 'https://blog.example/', 'e2'), origin: 'public' as const, at: first.at + 1 });
      expect(await sourceOf('a')).toBe('news.example');
      await record({ ...click([{ tag: 'a' }], { sessionId: 'a', id: 'e1' }), origin: 'trusted' as const });
      expect(await sourceOf('a')).toBeNull();
    });
  });
}
