import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joined, partsOutside, type Slice, slicesOf } from '#goalpost/clickhouse/rows/slices.js';

it('slices have every session once, and as many of the sampled ones as the others', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9._-]{1,8}$/);
  const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 50 }), (found, size) => {
      const sampled = [...found].sort();
      const [first, last] = [sampled[0]!, sampled.at(-1)!];
      const slices = slicesOf({ sessions: sampled.length, sampled, first, last }, size);
      const counts = slices.map(({ from, until }) => sampled.filter((id) => id >= from && id < until).length);
      expect(counts.reduce((sum, count) => sum + count)).toBe(sampled.length);
      expect(Math.max(...counts)).toBeLessThanOrEqual(size);
      for (const [index, { from }] of slices.entries()) expect(from).toBe(slices[index - 1]?.until ?? first);
      expect(found.filter((id) => id >= slices.at(-1)!.until)).toEqual([]);
    }),
  );
});

it('sessions that were not sampled are in a slice', () => {
  const slices = slicesOf({ sessions: 40, sampled: ['c', 'e'], first: 'a', last: 'z' }, 20);
  expect(slices).toEqual([
    { from: 'a', until: 'e' },
    { from: 'e', until: 'z!' },
  ]);
});

it('a report about nothing has no slice', () => {
  expect(slicesOf({ sessions: 0, sampled: [], first: '', last: '' }, 10)).toEqual([]);
});

it('parts outside of others have the rest of a slice, each session once', () => {
  const bound = fc.stringMatching(/^[a-e]{1,3}$/);
  const slice = fc
    .tuple(bound, bound)
    .filter(([one, other]) => one !== other)
    .map((bounds) => bounds.sort())
    .map(([from, until]) => ({ from: from!, until: until! }));
  fc.assert(
    fc.property(slice, fc.array(slice), fc.array(bound), (whole, others, ids) => {
      const sorted = others.sort((one, other) => (one.from < other.from ? -1 : 1));
      const runs = joined(sorted);
      const isIn = (id: string, one: Slice) => id >= one.from && id < one.until;
      for (const [index, { from }] of runs.slice(1).entries()) expect(from > runs[index]!.until).toBe(true);
      for (const id of ids) {
        const isInOthers = others.some((other) => isIn(id, other));
        expect(runs.filter((run) => isIn(id, run))).toHaveLength(isInOthers ? 1 : 0);
        const parts = partsOutside(whole, runs).filter((part) => isIn(id, part));
        expect(parts).toHaveLength(isIn(id, whole) && !isInOthers ? 1 : 0);
      }
    }),
  );
});
