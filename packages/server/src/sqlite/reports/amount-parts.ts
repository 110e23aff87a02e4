import { amountIn } from '../../store/reports/amounts.js';

/**
 * Amounts are added as two numbers: their lowest 30 bits, and the rest, which has at most 30 bits too (amounts have at most 18
 * digits). Sums of 2^23 such numbers are exact, and much faster than big integers.
 */
export const LOW_BITS = 30n;
const LOW_MASK = 2n ** LOW_BITS - 1n;
export const LOW_RANGE = 2 ** Number(LOW_BITS);
export const EXACT_ADDITIONS = 2 ** 23;

/** An amount or a sum of amounts: `high` times `LOW_RANGE` plus `low` are millionths. */
export interface Parts {
  readonly high: number;
  readonly low: number;
}

export function partsOf(millionths: bigint): Parts {
  return { high: Number(millionths >> LOW_BITS), low: Number(millionths & LOW_MASK) };
}

/** An amount of money in parts. */
export interface SplitAmount extends Parts {
  readonly currency: string;
}

/** Parses a currency and a decimal with a space between, such as "EUR -49.5". */
export function splitAmountIn(money: string): SplitAmount {
  const { currency, millionths } = amountIn(money);
  return { currency, ...partsOf(millionths) };
}
