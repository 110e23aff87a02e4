import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecord, shown, summarize } from '#goalpost/validation/faults.js';

describe('the summary is the first sentence and the number of further errors:', () => {
  it.each([
    [1, 'It is 0.'],
    [2, 'It is 0. (and 1 more error)'],
    [3, 'It is 0. (and 2 more errors)'],
    [100, 'It is 0. (and 99 more errors)'],
  ])('%i', (count, summary) => {
    const faultNo = (index: number) => ({ path: `field.${index}`, sentence: `It is ${index}.` });
    const others = Array.from({ length: count - 1 }, (_, index) => faultNo(index + 1));
    expect(summarize([faultNo(0), ...others])).toBe(summary);
  });
});

describe('a value is shown', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [true, 'true'],
    [-1.5, '-1.5'],
    ['', '""'],
    ['a "word"\n', '"a \\"word\\"\\n"'],
    [[], 'a list of 0'],
    [[[1], 2], 'a list of 2'],
    [{}, 'an object'],
    [{ length: 3 }, 'an object'],
    ['a'.repeat(78), `"${'a'.repeat(78)}"`],
    ['a'.repeat(79), `"${'a'.repeat(75)}…`],
  ])('%j', (value, text) => expect(shown(value)).toBe(text));

  it('in at most 80 characters, on one line, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = shown(value);
        expect(text.length).toBeLessThanOrEqual(80);
        expect(text).not.toMatch(/[\n\r]/);
      }),
    );
  });
});

it.each([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  ['x', false],
  [1, false],
  [undefined, false],
])('%j is a record: %s', (value, expected) => expect(isRecord(value)).toBe(expected));
