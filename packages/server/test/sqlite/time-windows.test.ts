import { expect, it } from 'vitest';
import { timeWindows } from '#goalpost/sqlite/conversions/time-windows.js';

const OPEN = { from: null, until: null };

it.each([
  ['the first page searches everything', OPEN, null, null, [[null, null]]],
  ['a page without a known predecessor searches the whole rest', OPEN, 50, null, [[50, null]]],
  [
    'other pages search wider and wider windows, then the whole rest',
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
    'no window extends beyond the period',
    { from: 0, until: 210 },
    50,
    10,
    [
      [50, 70],
      [50, 210],
    ],
  ],
  ['no window begins before the period', { from: 60, until: 70 }, 50, 10, [[60, 70]]],
])('%s', (_title, period, from, spanMs, expected) => {
  expect([...timeWindows(period, from, spanMs)].map((window) => [window.from, window.until])).toEqual(expected);
});
