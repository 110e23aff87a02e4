import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  and,
  andNot,
  childrenOf,
  descendantsOf,
  firstOf,
  isEmpty,
  isMarked,
  type Marks,
  mark,
  NONE,
  or,
} from '#goalpost/matching/marks.js';

const ELEMENTS = 64;
const all = Array.from({ length: ELEMENTS }, (_, index) => index);
const places = fc.uniqueArray(fc.integer({ min: 0, max: ELEMENTS - 1 }));

function marksOf(indexes: readonly number[]): Marks {
  const marks = { low: 0, high: 0 };
  for (const index of indexes) mark(marks, index);
  return marks;
}

const indexesOf = (marks: Marks) => all.filter((index) => isMarked(marks, index));
const sorted = (indexes: Iterable<number>) => [...indexes].sort((one, other) => one - other);

it('keeps which elements are marked', () => {
  fc.assert(
    fc.property(places, (indexes) => {
      expect(indexesOf(marksOf(indexes))).toEqual(sorted(indexes));
      expect(isEmpty(marksOf(indexes))).toBe(indexes.length === 0);
    }),
  );
});

it('combines marks as sets', () => {
  fc.assert(
    fc.property(places, places, (one, other) => {
      const [ones, others] = [new Set(one), new Set(other)];
      expect(indexesOf(and(marksOf(one), marksOf(other)))).toEqual(sorted(ones.intersection(others)));
      expect(indexesOf(andNot(marksOf(one), marksOf(other)))).toEqual(sorted(ones.difference(others)));
      expect(indexesOf(or(marksOf(one), marksOf(other)))).toEqual(sorted(ones.union(others)));
    }),
  );
});

it('finds the elements inside others', () => {
  fc.assert(
    fc.property(places, (indexes) => {
      const marks = marksOf(indexes);
      expect(indexesOf(childrenOf(marks))).toEqual(
        sorted(indexes.map((index) => index - 1)).filter((index) => index >= 0),
      );
      const outermost = Math.max(0, ...indexes);
      expect(indexesOf(descendantsOf(marks))).toEqual(all.slice(0, outermost));
    }),
  );
});

it.each([0, 1, 31, 32, 33, 63, 64])('marks the first %i elements', (length) => {
  expect(indexesOf(firstOf(length))).toEqual(all.slice(0, length));
  expect(firstOf(0)).toEqual(NONE);
});
