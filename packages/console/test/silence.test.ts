import { expect, it } from 'vitest';
import { silenceOf } from '../src/pages/goals/silence.js';

it.each([
  ['as many as five would have come in whole days without any', [5, 5, 0, 0], { days: 1, expected: 5 }],
  ['fewer would have come', [4, 4, 0, 0], null],
  ['fewer a day, for longer', [1, 1, 0, 0, 0, 0, 0, 0], { days: 5, expected: 5 }],
  ['only today has none', [9, 9, 0], null],
  ['today has some again', [9, 9, 0, 0, 1], null],
  ['there never were any', [0, 0, 0], null],
  ['days before its first conversion do not count', [0, 0, 0, 0, 0, 0, 6, 0, 0], { days: 1, expected: 6 }],
])('%s: %j', (_, counts, silence) => {
  expect(silenceOf(counts)).toEqual(silence);
});
