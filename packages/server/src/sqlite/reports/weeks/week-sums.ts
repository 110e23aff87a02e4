import { EXACT_ADDITIONS } from '../amount-parts.js';
import { sumOf } from '../days/day.js';
import type { DaySums, SumColumn } from '../sums/day-sums.js';
import { GoalSetsBuilder } from '../sums/goal-sets.js';
import { mergedTable } from '../sums/merged-table.js';
import { encodeTable, SUM_NAMES, type SumName } from '../sums/sum-table.js';

/** Tables of a week. Few time zones need quarters of an hour, and reports there read those of its days. */
const WEEK_SUMS: readonly SumName[] = SUM_NAMES.filter((name) => name !== 'quarters');

/** The sums of a week as bytes. */
export type EncodedWeek = Readonly<Partial<Record<SumColumn, Uint8Array>>>;

export function isOfWeeks(name: SumName): boolean {
  return WEEK_SUMS.includes(name);
}

/** The sums of days together; null if any has none, or there are too many conversions for exact sums. */
export function sumsOfDays(days: readonly (DaySums | null)[]): EncodedWeek | null {
  const all = days.filter((sums) => sums !== null);
  const conversions = all.map((sums) => sumOf(sums.table('all').conversions.count));
  if (all.length < days.length || conversions.reduce((sum, one) => sum + one, 0) > EXACT_ADDITIONS) return null;
  const sets = new GoalSetsBuilder();
  const setsOf = all.map((day) => sets.codesOf(day.sets));
  const tables = WEEK_SUMS.map((name) => {
    const parts = all.map((day, index) => ({ table: day.table(name), sets: setsOf[index]! }));
    return [`sums_${name}`, encodeTable(mergedTable(parts))];
  });
  return { ...Object.fromEntries(tables), goal_sets: sets.bytes() };
}
