import type { BoundedPeriod } from '../../../model/period.js';
import type { GroupValue } from '../../../model/report.js';
import { SESSION_TEXTS } from '../../../model/session.js';
import { QUARTER_MS } from '../../../store/reports/groups.js';
import { integersIn, numberBytes, packed, unpacked, wordsIn } from '../days/columns.js';

/**
 * Moments are summed by hours and by quarters of an hour: the offsets of today's time zones are multiples of a quarter, and most
 * are whole hours. In milliseconds.
 */
export const TIME_SUMS = { hours: 60 * 60_000, quarters: QUARTER_MS } as const;
export type TimeSumName = keyof typeof TIME_SUMS;

/**
 * What a day is summed by: nothing, a time, or one property. Times group sessions by their start and conversions by when they
 * happened; `page` groups conversions, so its sessions are those that converted on the page.
 */
export const SUM_NAMES = ['all', 'hours', 'quarters', 'page', ...SESSION_TEXTS] as const;
export type SumName = (typeof SUM_NAMES)[number];

/** How many sessions and conversions of a day have each value of a property. */
export interface SumTable {
  /** The different values. Of times, when each began, in milliseconds since 1970. */
  readonly values: readonly GroupValue[];
  readonly currencies: readonly string[];
  /** One entry for each value and set of goals on which its sessions converted. */
  readonly sessions: Entries<'set' | 'count'>;
  /** One entry for each value and goal. */
  readonly conversions: Entries<'goalNo' | 'count'>;
  /**
   * Sums of what the events of conversions say that they are worth: by value, goal, origin and currency. `high` times 2^30 plus
   * `low` are millionths.
   */
  readonly money: Entries<'goalNo' | 'isPublic' | 'currency'> & Readonly<Record<'high' | 'low', Float64Array>>;
}

/** Columns of numbers. `value` and `currency` are positions in the lists of the table. */
type Entries<Name extends string> = Readonly<Record<'value' | Name, Uint32Array>>;

const COLUMNS = 12;

export function encodeTable({ values, currencies, sessions, conversions, money }: SumTable): Uint8Array {
  const columns = [
    ...[sessions.value, sessions.set, sessions.count],
    ...[conversions.value, conversions.goalNo, conversions.count],
    ...[money.value, money.goalNo, money.isPublic, money.currency, money.high, money.low],
  ];
  return packed([Buffer.from(JSON.stringify({ values, currencies })), ...columns.map(numberBytes)]);
}

/** Reads what `encodeTable` wrote. */
export function tableIn(bytes: Uint8Array): SumTable {
  const [lists, ...columns] = unpacked(bytes, COLUMNS + 1);
  const words = () => wordsIn(columns.shift()!);
  const integers = () => integersIn(columns.shift()!);
  return {
    ...(JSON.parse(Buffer.from(lists!.buffer, lists!.byteOffset, lists!.length).toString()) as Pick<
      SumTable,
      'values' | 'currencies'
    >),
    sessions: { value: words(), set: words(), count: words() },
    conversions: { value: words(), goalNo: words(), count: words() },
    money: {
      ...{ value: words(), goalNo: words(), isPublic: words(), currency: words() },
      ...{ high: integers(), low: integers() },
    },
  };
}

/** The entries of a table of times that are in a period. Times begin where the period does and where it ends. */
export function partOf(table: SumTable, { from, until }: BoundedPeriod): SumTable {
  const kept = (table.values as readonly number[]).map((at) => at >= from && at < until);
  return {
    ...table,
    sessions: entriesOf(table.sessions, kept),
    conversions: entriesOf(table.conversions, kept),
    money: entriesOf(table.money, kept),
  };
}

function entriesOf<Columns extends Readonly<Record<string, Uint32Array | Float64Array>> & Entries<never>>(
  columns: Columns,
  kept: readonly boolean[],
): Columns {
  const { value } = columns;
  const filtered = Object.entries(columns).map(([name, column]) => [
    name,
    column.filter((_number, index) => kept[value[index]!]),
  ]);
  return Object.fromEntries(filtered) as Columns;
}
