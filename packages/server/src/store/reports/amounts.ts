import { toMillionths } from '../contents.js';

/** An amount of money. Stored amounts have at most 6 decimals. */
export interface Amount {
  readonly currency: string;
  readonly millionths: bigint;
}

const DECIMALS = 6;

/** Parses a currency and a decimal with a space between, such as "EUR -49.5". */
export function amountIn(money: string): Amount {
  const [currency = '', value = ''] = money.split(' ');
  return { currency, millionths: toMillionths(value) };
}

/** A sum of amounts as a decimal: with 2 decimals, or more if its digits need them. */
export function amountText(millionths: bigint): string {
  const sign = millionths < 0n ? '-' : '';
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(DECIMALS + 1, '0');
  const whole = digits.slice(0, -DECIMALS);
  const fraction = digits.slice(-DECIMALS).replace(/0{1,4}$/, '');
  return `${sign}${whole}.${fraction}`;
}
