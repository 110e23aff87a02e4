import { wordsIn } from '../days/columns.js';
import { once } from '../days/once.js';
import { type GoalSets, goalSetsIn } from './goal-sets.js';
import { type SumName, type SumTable, tableIn } from './sum-table.js';

/** The sums of a day. A table is read when it is first needed. */
export interface DaySums {
  readonly sets: GoalSets;
  /** For each session of the day, the set of the goals on which it converted. */
  readonly setOf: Uint32Array;
  table(name: SumName): SumTable;
}

/** What sums are stored as, beside the columns of the day. */
export type SumColumn = 'goal_sets' | 'goal_set' | `sums_${SumName}`;

/** The sums of a day as bytes. */
export type EncodedSums = Readonly<Record<SumColumn, Uint8Array>>;

/** Null for a day without sums. */
export function daySums(read: (name: SumColumn) => Uint8Array | undefined): DaySums | null {
  const sets = read('goal_sets');
  if (!sets) return null;
  const tables = new Map<SumName, SumTable>();
  const setOf = once(() => wordsIn(read('goal_set')!));
  return {
    sets: goalSetsIn(sets),
    get setOf() {
      return setOf();
    },
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
