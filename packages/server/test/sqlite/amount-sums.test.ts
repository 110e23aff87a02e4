import { expect, it } from 'vitest';
import { partsOf } from '#goalpost/sqlite/reports/amount-parts.js';
import { AmountSums } from '#goalpost/sqlite/reports/amount-sums.js';

/** In millionths: about half the largest one, with the lowest 30 bits set. */
const LARGE = 2n ** 59n + 2n ** 30n - 1n;

const euros = (millionths: bigint) => ({ currency: 'EUR', ...partsOf(millionths) });

it.each([
  ['a day', 9_000_000, 1],
  ['many days', 1_000_000, 9],
])('sums of 9 million large amounts are exact, in %s', (_title, conversions, days) => {
  const amounts = [null, euros(LARGE), euros(-LARGE)];
  const mask = new Uint8Array(conversions).fill(1);
  const sums = new AmountSums();
  for (const position of [1, 2]) {
    // Group 0 has positive amounts, group 1 negative ones.
    const codes = new Uint32Array(conversions).fill(position - 1);
    const positions = new Uint32Array(conversions).fill(position);
    for (let day = 0; day < days; day++) sums.addEach(codes, mask, { amounts, positions });
  }
  const total = LARGE * 9_000_000n;
  expect([...sums.byCurrency.keys()]).toEqual(['EUR']);
  expect([...sums.in('EUR').totals()]).toEqual([
    [0, total],
    [1, -total],
  ]);
});

it('a group whose amounts cancel out has a sum of 0, and one without amounts has none', () => {
  const amounts = [null, euros(5n), euros(-5n)];
  const sums = new AmountSums();
  const positions = Uint32Array.of(1, 2, 0, 1);
  sums.addEach(Uint32Array.of(0, 0, 1, 2), Uint8Array.of(1, 1, 1, 0), { amounts, positions });
  expect([...sums.in('EUR').totals()]).toEqual([[0, 0n]]);
  expect([0, 1, 2].map((code) => sums.in('EUR').totalOf(code))).toEqual([0n, null, null]);
});
