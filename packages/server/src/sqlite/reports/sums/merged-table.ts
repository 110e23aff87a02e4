import { LOW_RANGE } from '../amount-parts.js';
import type { SumTable } from './sum-table.js';

/** A table, and the code that each of its sets of goals has in the merged one. */
export interface TablePart {
  readonly table: SumTable;
  readonly sets: readonly number[];
}

/** One table of the sums of several, which have no session in common. */
export function mergedTable(parts: readonly TablePart[]): SumTable {
  const values = new Positions<SumTable['values'][number]>();
  const currencies = new Positions<string>();
  const sessions = new MergedEntries(2, 1);
  const conversions = new MergedEntries(2, 1);
  const money = new MergedEntries(4, 2);
  for (const { table, sets } of parts) {
    const value = table.values.map((one) => values.of(one));
    const currency = table.currencies.map((one) => currencies.of(one));
    for (const [index, own] of table.sessions.value.entries()) {
      sessions.add([value[own]!, sets[table.sessions.set[index]!]!], [table.sessions.count[index]!]);
    }
    for (const [index, own] of table.conversions.value.entries()) {
      conversions.add([value[own]!, table.conversions.goalNo[index]!], [table.conversions.count[index]!]);
    }
    const { goalNo, isPublic, currency: ofEntry, high, low } = table.money;
    for (const [index, own] of table.money.value.entries()) {
      const key = [value[own]!, goalNo[index]!, isPublic[index]!, currency[ofEntry[index]!]!];
      money.add(key, [high[index]!, low[index]!]);
    }
  }
  const carried = money.sums(1).map((low) => Math.floor(low / LOW_RANGE));
  return {
    values: values.all,
    currencies: currencies.all,
    sessions: { value: sessions.keys(0), set: sessions.keys(1), count: Uint32Array.from(sessions.sums(0)) },
    conversions: {
      value: conversions.keys(0),
      goalNo: conversions.keys(1),
      count: Uint32Array.from(conversions.sums(0)),
    },
    money: {
      ...{ value: money.keys(0), goalNo: money.keys(1), isPublic: money.keys(2), currency: money.keys(3) },
      high: Float64Array.from(money.sums(0), (high, entry) => high + carried[entry]!),
      low: Float64Array.from(money.sums(1), (low, entry) => low - carried[entry]! * LOW_RANGE),
    },
  };
}

/** Different values, each with its position. */
class Positions<Value> {
  readonly all: Value[] = [];
  readonly #positions = new Map<Value, number>();

  of(value: Value): number {
    let position = this.#positions.get(value);
    if (position === undefined) {
      position = this.all.push(value) - 1;
      this.#positions.set(value, position);
    }
    return position;
  }
}

/** Sums by keys of several numbers. */
class MergedEntries {
  readonly #entries = new Map<string, number>();
  readonly #keys: number[][];
  readonly #sums: number[][];

  constructor(keys: number, sums: number) {
    this.#keys = Array.from({ length: keys }, () => []);
    this.#sums = Array.from({ length: sums }, () => []);
  }

  add(key: readonly number[], sums: readonly number[]): void {
    const text = key.join();
    const entry = this.#entries.get(text);
    if (entry === undefined) {
      this.#entries.set(text, this.#entries.size);
      for (const [index, one] of key.entries()) this.#keys[index]!.push(one);
      for (const [index, one] of sums.entries()) this.#sums[index]!.push(one);
      return;
    }
    for (const [index, one] of sums.entries()) this.#sums[index]![entry]! += one;
  }

  keys(position: number): Uint32Array {
    return Uint32Array.from(this.#keys[position]!);
  }

  sums(position: number): readonly number[] {
    return this.#sums[position]!;
  }
}
