import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slicesOf } from '#goalpost/clickhouse/reports/slices.js';

it('slices have every session once, and as many of the sampled ones as the others', () => {
  const ids = fc.uniqueArray(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 50 }), (found, size) => {
      const sampled = [...found].sort();
      const slices = slicesOf({ sessions: sampled.length, sampled }, size);
      const counts = slices.map(
        ({ from, until }) => sampled.filter((id) => id >= from && (until === null || id < until)).length,
      );
      expect(counts.reduce((sum, count) => sum + count)).toBe(sampled.length);
      expect(Math.max(...counts)).toBeLessThanOrEqual(size);
      expect([slices[0]!.from, slices.at(-1)!.until]).toEqual(['', null]);
    }),
  );
});

it('a report about nothing is one slice', () => {
  expect(slicesOf({ sessions: 0, sampled: [] }, 10)).toEqual([{ from: '', until: null }]);
});
