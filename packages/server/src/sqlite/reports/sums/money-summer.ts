import { LOW_RANGE, type Parts, splitAmountIn } from '../amount-parts.js';
import type { Day } from '../days/day.js';
import type { SumTable } from './sum-table.js';

/** Sums up what the events of a day's conversions say that they are worth. */
export class MoneySummer {
  readonly currencies: readonly string[];
  readonly #conversions: Day['conversions'];
  /** For each different text of money its amount; null for none. */
  readonly #amounts: readonly ((Parts & { readonly currency: number }) | null)[];
  readonly #goals: number;

  constructor({ conversions }: Day) {
    const amounts = conversions.money.texts.map((text) => (text === null ? null : splitAmountIn(text)));
    const currencies = new Set(amounts.flatMap((amount) => (amount ? [amount.currency] : [])));
    this.currencies = [...currencies];
    this.#amounts = amounts.map(
      (amount) => amount && { ...amount, currency: this.currencies.indexOf(amount.currency) },
    );
    this.#conversions = conversions;
    this.#goals = conversions.goalNo.reduce((most, no) => Math.max(most, no + 1), 0);
  }

  /** The sums by a value of each conversion, its goal, its origin and the currency. */
  by(values: Uint32Array): SumTable['money'] {
    const { goalNo, isPublic } = this.#conversions;
    const entryOf = new Map<number, number>();
    /** For each entry a conversion that it has. */
    const first: number[] = [];
    const high: number[] = [];
    const low: number[] = [];
    for (let index = 0; index < values.length; index++) {
      const amount = this.#amountOf(index);
      if (!amount) continue;
      const ofGoal = values[index]! * this.#goals + goalNo[index]!;
      const key = (ofGoal * 2 + isPublic[index]!) * this.currencies.length + amount.currency;
      let entry = entryOf.get(key);
      if (entry === undefined) {
        entry = entryOf.size;
        entryOf.set(key, entry);
        first.push(index);
        high.push(0);
        low.push(0);
      }
      high[entry]! += amount.high;
      low[entry]! += amount.low;
    }
    const carried = low.map((sum) => Math.floor(sum / LOW_RANGE));
    return {
      value: Uint32Array.from(first, (index) => values[index]!),
      goalNo: Uint32Array.from(first, (index) => goalNo[index]!),
      isPublic: Uint32Array.from(first, (index) => isPublic[index]!),
      currency: Uint32Array.from(first, (index) => this.#amountOf(index)!.currency),
      high: Float64Array.from(high, (sum, entry) => sum + carried[entry]!),
      low: Float64Array.from(low, (sum, entry) => sum - carried[entry]! * LOW_RANGE),
    };
  }

  #amountOf(conversion: number) {
    return this.#amounts[this.#conversions.money.positions[conversion]!];
  }
}
