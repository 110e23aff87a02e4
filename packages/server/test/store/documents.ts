import { describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { changeDocument } from '#goalpost/store/change-document.js';
import type { DocumentName } from '#goalpost/store/documents.js';
import type { Store } from '#goalpost/store/store.js';

const P1 = 'p1' as ProjectId;
const P2 = 'p2' as ProjectId;
const WHOLE = { order: 'asc', after: null, limit: 100 } as const;

export function describeDocuments(store: () => Store): void {
  describe('documents', () => {
    const name = (id: string, owner: ProjectId | null = P1): DocumentName => ({ kind: 'note', owner, id });
    const put = (id: string, body: unknown, owner: ProjectId | null = P1) =>
      store().documents.put(name(id, owner), null, body);

    it('are kept as they were given', async () => {
      const body = { text: 'é "\\', list: [1, null, { deep: true }], none: null };
      const made = await put('a', body);
      expect(made).toEqual({ id: 'a', revision: expect.any(Number), body });
      expect(await store().documents.find(name('a'))).toEqual(made);
      expect(await store().documents.find(name('b'))).toBeNull();
    });

    it('are those of one kind and owner', async () => {
      await put('a', 1);
      await put('a', 2, P2);
      await put('a', 3, null);
      await store().documents.put({ ...name('a'), kind: 'view' }, null, 4);
      for (const [owner, body] of [
        [P1, 1],
        [P2, 2],
        [null, 3],
      ] as const) {
        expect((await store().documents.find(name('a', owner)))?.body).toBe(body);
        expect((await store().documents.list('note', owner, WHOLE)).map((one) => one.body)).toEqual([body]);
      }
    });

    it('are found together', async () => {
      await put('a', 1);
      await put('b', 2);
      const found = await store().documents.findAll('note', P1, ['b', 'a', 'b', 'c']);
      expect([...found.keys()].sort()).toEqual(['a', 'b']);
      expect(found.get('b')?.body).toBe(2);
    });

    it('are listed by id in both directions, page by page', async () => {
      for (const id of ['b', 'B', 'a', 'a1', '10', '9']) await put(id, id);
      const idsOf = async (order: 'asc' | 'desc', after: string | null, limit: number) =>
        (await store().documents.list('note', P1, { order, after, limit })).map(({ id }) => id);
      expect(await idsOf('asc', null, 100)).toEqual(['10', '9', 'B', 'a', 'a1', 'b']);
      expect(await idsOf('asc', 'B', 2)).toEqual(['a', 'a1']);
      expect(await idsOf('desc', null, 2)).toEqual(['b', 'a1']);
      expect(await idsOf('desc', 'B', 100)).toEqual(['9', '10']);
    });

    it('are changed only by those who know their revision', async () => {
      const first = await put('a', 1);
      if (first === 'changed') throw new Error('there was no such document');
      expect(await put('a', 2)).toBe('changed');
      const second = await store().documents.put(name('a'), first.revision, 2);
      expect(second).toMatchObject({ body: 2 });
      expect(await store().documents.put(name('a'), first.revision, 3)).toBe('changed');
      expect(await store().documents.remove(name('a'), first.revision)).toBe('changed');
      expect((await store().documents.find(name('a')))?.body).toBe(2);
    });

    it('have a new revision when they are created again', async () => {
      const first = await put('a', 1);
      if (first === 'changed') throw new Error('there was no such document');
      expect(await store().documents.remove(name('a'), first.revision)).toBe('removed');
      expect(await store().documents.find(name('a'))).toBeNull();
      expect(await store().documents.list('note', P1, WHOLE)).toEqual([]);
      expect(await store().documents.findAll('note', P1, ['a'])).toEqual(new Map());
      const again = await put('a', 1);
      if (again === 'changed') throw new Error('it was removed');
      expect(again.revision).toBeGreaterThan(first.revision);
    });

    it('are created once, and lose no change, when many change them at the same moment', async () => {
      const made = await Promise.all(Array.from({ length: 8 }, (_, index) => put('a', index)));
      expect(made.filter((one) => one !== 'changed')).toHaveLength(1);
      const add = () => changeDocument<number>(store().documents, name('count'), (body) => (body ?? 0) + 1);
      await Promise.all(Array.from({ length: 8 }, add));
      expect((await store().documents.find(name('count')))?.body).toBe(8);
    });
  });
}
