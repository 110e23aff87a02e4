import { expect, it } from 'vitest';
import { timeWindows } from '#goalpost/sqlite/conversions/time-windows.js';

const OPEN = { from: null, until: null };

it.each([
  ['the first page has all', OPEN, null, null, [[null, null]]],
  ['a page whose predecessor is not known has all that is left', OPEN, 50, null, [[50, null]]],
  [
    'others have wider and wider windows, and then all that is left',
    OPEN,
    50,
    10,
    [
      [50, 70],
      [50, 210],
      [50, 1330],
      [50, null],
    ],
  ],
  [
    'no window reaches past the period',
    { from: 0, until: 210 },
    50,
    10,
    [
      [50, 70],
      [50, 210],
    ],
  ],
  ['nor begins before it', { from: 60, until: 70 }, 50, 10, [[60, 70]]],
])('%s', (_title, period, from, spanMs, expected) => {
  expect([...timeWindows(period, from, spanMs)].map((window) => [window.from, window.until])).toEqual(expected);
});
