import { type GoalSets, goalSetsIn } from './goal-sets.js';
import { type SumName, type SumTable, tableIn } from './sum-table.js';

/** The sums of a day. A table is read when it is first needed. */
export interface DaySums {
  readonly sets: GoalSets;
  table(name: SumName): SumTable;
}

/** What sums are stored as, beside the columns of the day. */
export type SumColumn = 'goal_sets' | `sums_${SumName}`;

/** The sums of a day as bytes. */
export type EncodedSums = Readonly<Record<SumColumn, Uint8Array>>;

/** Null for a day without sums. */
export function daySums(read: (name: SumColumn) => Uint8Array | undefined): DaySums | null {
  const sets = read('goal_sets');
  if (!sets) return null;
  const tables = new Map<SumName, SumTable>();
  return {
    sets: goalSetsIn(sets),
    table: (name) => {
      let table = tables.get(name);
      if (!table) {
        table = tableIn(read(`sums_${name}`)!);
        tables.set(name, table);
      }
      return table;
    },
  };
}
