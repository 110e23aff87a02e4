import { EXACT_ADDITIONS, LOW_BITS } from './amount-parts.js';
import type { Mask } from './choose.js';
import type { Codes } from './group-codes.js';
import type { Worth } from './worth.js';

/** Exact sums of amounts, by currency and group code. */
export class AmountSums {
  readonly #byCurrency = new Map<string, CurrencySums>();
  #additions = 0;

  /** Adds the amounts of the conversions that the mask has. */
  addEach(codes: Codes, mask: Mask, { amounts, positions }: Worth): void {
    if (amounts.length === 1) return;
    const high = Float64Array.from(amounts, (amount) => amount?.high ?? 0);
    const low = Float64Array.from(amounts, (amount) => amount?.low ?? 0);
    const sums = amounts.map((amount) => amount && this.in(amount.currency));
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

  /** Before sums of so many amounts are added; at most `EXACT_ADDITIONS`. */
  makeRoom(additions: number): void {
    if (this.#additions + additions > EXACT_ADDITIONS) {
      for (const sums of this.#byCurrency.values()) sums.carry();
      this.#additions = 0;
    }
    this.#additions += additions;
  }

  get byCurrency(): ReadonlyMap<string, CurrencySums> {
    return this.#byCurrency;
  }

  /** The sums in one currency. Sums of at most as many amounts are added to them as there was room made for. */
  in(currency: string): CurrencySums {
    let sums = this.#byCurrency.get(currency);
    if (!sums) {
      sums = new CurrencySums();
      this.#byCurrency.set(currency, sums);
    }
    return sums;
  }
}

/** Exact sums of amounts in one currency, by group code. */
export class CurrencySums {
  /** Whether a code has an amount: its sum may be 0. */
  #has = new Uint8Array();
  #high = new Float64Array();
  #low = new Float64Array();
  readonly #carried = new Map<number, bigint>();

  add(code: number, high: number, low: number): void {
    if (code >= this.#has.length) this.#grow(code + 1);
    this.#has[code] = 1;
    this.#high[code]! += high;
    this.#low[code]! += low;
  }

  #grow(below: number): void {
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
      if (has === 1) yield [code, this.#sumOf(code)];
    }
  }

  /** Null if the code has no amount. */
  totalOf(code: number): bigint | null {
    return this.#has[code] === 1 ? this.#sumOf(code) : null;
  }

  #sumOf(code: number): bigint {
    const recent = (BigInt(this.#high[code]!) << LOW_BITS) + BigInt(this.#low[code]!);
    return (this.#carried.get(code) ?? 0n) + recent;
  }
}
