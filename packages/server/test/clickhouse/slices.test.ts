import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  apart,
  gapsBetween,
  partsOutside,
  runsOf,
  type Slice,
  slicesOf,
  slicesOfGap,
  wholeOf,
} from '#goalpost/clickhouse/rows/slices.js';

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

const bound = fc.stringMatching(/^[a-e]{1,3}$/);
const slice = fc
  .tuple(bound, bound)
  .filter(([one, other]) => one !== other)
  .map((bounds) => bounds.sort())
  .map(([from, until]) => ({ from: from!, until: until! }));
const inOrder = fc.array(slice).map((slices) => apart(slices.sort((one, other) => (one.from < other.from ? -1 : 1))));
const isIn = (id: string, { from, until }: Slice) => id >= from && id < until;

it('slices that are apart, the parts of another one outside of them, and the gaps between them have each session once', () => {
  fc.assert(
    fc.property(slice, inOrder, fc.array(bound), (whole, slices, ids) => {
      const countIn = (of: readonly Slice[], id: string) => of.filter((one) => isIn(id, one)).length;
      const runs = runsOf(slices);
      expect(runs.flat()).toEqual(slices);
      for (const [index, run] of runs.slice(1).entries()) {
        expect(wholeOf(run).from > wholeOf(runs[index]!).until).toBe(true);
      }
      for (const id of ids) {
        const isInSlices = countIn(slices, id);
        expect(countIn(runs.map(wholeOf), id)).toBe(isInSlices);
        expect(countIn(partsOutside(whole, slices), id)).toBe(isIn(id, whole) && !isInSlices ? 1 : 0);
        expect(countIn(gapsBetween(slices), id)).toBe(1 - isInSlices);
      }
    }),
  );
});

it('a gap between slices is filled, as one slice if it is small', () => {
  const found = { sessions: 40, sampled: ['c', 'e'], first: 'b', last: 'f' };
  expect(slicesOfGap({ from: 'a', until: 'g' }, found, 20)).toEqual([{ from: 'a', until: 'g' }]);
  expect(slicesOfGap({ from: 'a', until: 'g' }, found, 19)).toEqual([
    { from: 'a', until: 'c' },
    { from: 'c', until: 'e' },
    { from: 'e', until: 'g' },
  ]);
  const [all] = gapsBetween([]);
  expect(slicesOfGap(all!, found, 20)).toEqual([
    { from: 'b', until: 'e' },
    { from: 'e', until: 'f!' },
  ]);
  expect(slicesOfGap(all!, { ...found, sessions: 0 }, 20)).toEqual([]);
});
