import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FairQueue } from '#goalpost/store/fair-queue.js';

const items = fc.array(fc.record({ owner: fc.constantFrom('a', 'b', 'c'), no: fc.nat() }), { maxLength: 20 });

function drain<Item>(queue: FairQueue<string, Item>): Item[] {
  const taken: Item[] = [];
  while (queue.size > 0) taken.push(queue.take(() => true)!);
  expect(queue.take(() => true)).toBeUndefined();
  return taken;
}

it('takes one item of each owner in turn, and the items of each in their order', () => {
  fc.assert(
    fc.property(items, (added) => {
      const queue = new FairQueue<string, (typeof added)[number]>();
      for (const item of added) queue.add(item.owner, item);
      const taken = drain(queue);
      for (const owner of ['a', 'b', 'c']) {
        const own = ({ owner: of }: { owner: string }) => of === owner;
        expect(taken.filter(own)).toEqual(added.filter(own));
      }
      // The nth item of one owner comes before the item after the nth of any other.
      const turns = taken.map(({ owner }, index) => taken.slice(0, index).filter((one) => one.owner === owner).length);
      expect(turns).toEqual([...turns].sort((one, other) => one - other));
    }),
  );
});

it('takes an item that was put back before the others of its owner, and after other owners', () => {
  const queue = new FairQueue<string, string>();
  for (const item of ['a1', 'a2', 'b1']) queue.add(item[0]!, item);
  expect(queue.take(() => true)).toBe('a1');
  queue.putBack('a', 'a1');
  expect(drain(queue)).toEqual(['b1', 'a1', 'a2']);
});

it('passes over owners that may not have a turn, and keeps their items', () => {
  const queue = new FairQueue<string, string>();
  for (const item of ['a1', 'b1', 'b2']) queue.add(item[0]!, item);
  const notA = (owner: string) => owner !== 'a';
  expect([queue.take(notA), queue.take(notA), queue.take(notA)]).toEqual(['b1', 'b2', undefined]);
  expect(drain(queue)).toEqual(['a1']);
});
