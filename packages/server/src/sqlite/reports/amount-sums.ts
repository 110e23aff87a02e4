import type { Mask } from './choose.js';
import type { Codes } from './group-codes.js';
import type { Worth } from './worth.js';

/**
 * Amounts are added as two numbers: their lowest 30 bits, and the rest, which has at most 30 bits too (amounts have at most 18
 * digits). Sums of 2^23 such numbers are exact, and much faster than big integers.
 */
const LOW_BITS = 30n;
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

/** Exact sums of amounts, by currency and group code. */
export class AmountSums {
  readonly #byCurrency = new Map<string, CurrencySums>();
  #additions = 0;

  /** Adds the amounts of the conversions that the mask has. `below` is greater than all codes. */
  addEach(codes: Codes, mask: Mask, { amounts, positions }: Worth, below: number): void {
    if (amounts.length === 1) return;
    const parts = amounts.map((amount) => partsOf(amount?.millionths ?? 0n));
    const high = Float64Array.from(parts, (part) => part.high);
    const low = Float64Array.from(parts, (part) => part.low);
    const sums = amounts.map((amount) => amount && this.#sumsOf(amount.currency, below));
    for (let start = 0; start < mask.length; start += EXACT_ADDITIONS) {
      const end = Math.min(mask.length, start + EXACT_ADDITIONS);
      this.makeRoom(end - start);
      for (let index = start; index < end; index++) {
        const position = positions[index]!;
        if (mask[index] === 0 || position === 0) continue;
        sums[position]!.add(codes[index]!, high[position]!, low[position]!);
      }
    }
  }

  /** Adds a sum of at most as many amounts as there was room made for. */
  addSum(code: number, currency: string, { high, low }: Parts): void {
    this.#sumsOf(currency, code + 1).add(code, high, low);
  }

  /** Before sums of so many amounts are added; at most `EXACT_ADDITIONS`. */
  makeRoom(additions: number): void {
    if (this.#additions + additions > EXACT_ADDITIONS) {
      for (const sums of this.#byCurrency.values()) sums.carry();
      this.#additions = 0;
    }
    this.#additions += additions;
  }

  *entries(): Generator<[code: number, currency: string, sum: bigint], void> {
    for (const [currency, sums] of this.#byCurrency) {
      for (const [code, sum] of sums.totals()) yield [code, currency, sum];
    }
  }

  #sumsOf(currency: string, below: number): CurrencySums {
    let sums = this.#byCurrency.get(currency);
    if (!sums) {
      sums = new CurrencySums();
      this.#byCurrency.set(currency, sums);
    }
    sums.grow(below);
    return sums;
  }
}

class CurrencySums {
  /** Whether a code has an amount: its sum may be 0. */
  #has = new Uint8Array();
  #high = new Float64Array();
  #low = new Float64Array();
  readonly #carried = new Map<number, bigint>();

  add(code: number, high: number, low: number): void {
    this.#has[code] = 1;
    this.#high[code]! += high;
    this.#low[code]! += low;
  }

  grow(below: number): void {
    if (below <= this.#has.length) return;
    const before = { has: this.#has, high: this.#high, low: this.#low };
    this.#has = new Uint8Array(below * 2);
    this.#high = new Float64Array(below * 2);
    this.#low = new Float64Array(below * 2);
    this.#has.set(before.has);
    this.#high.set(before.high);
    this.#low.set(before.low);
  }

  /** Turns the numbers into big integers, so that more can be added. */
  carry(): void {
    for (const [code, sum] of this.totals()) this.#carried.set(code, sum);
    this.#high.fill(0);
    this.#low.fill(0);
  }

  *totals(): Generator<[code: number, sum: bigint], void> {
    for (const [code, has] of this.#has.entries()) {
      if (has === 0) continue;
      const recent = (BigInt(this.#high[code]!) << LOW_BITS) + BigInt(this.#low[code]!);
      yield [code, (this.#carried.get(code) ?? 0n) + recent];
    }
  }
}
