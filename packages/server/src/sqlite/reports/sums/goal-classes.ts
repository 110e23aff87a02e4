import type { ReportGroup } from '../../../model/report.js';
import type { GoalVersion } from '../../../store/goals/versions.js';
import { goalPropertyOf } from '../../../store/reports/groups.js';
import type { GoalSets } from './goal-sets.js';

/** The chosen goals in classes: those of one class are in the same groups of a query. */
export interface GoalClasses {
  /** A goal of each class. */
  readonly goals: readonly GoalVersion[];
  /** By the number of a goal its class; -1 if it is not chosen, as are goals with higher numbers. */
  readonly of: Int32Array;
}

export function goalClassesOf(groupBy: readonly ReportGroup[], chosen: readonly GoalVersion[]): GoalClasses {
  const properties = groupBy.map(goalPropertyOf).filter((property) => property !== null);
  const classes = [...Map.groupBy(chosen, (goal) => properties.map((property) => goal[property]).join()).values()];
  const of = new Int32Array(Math.max(0, ...chosen.map(({ no }) => no)) + 1).fill(-1);
  for (const [index, goals] of classes.entries()) for (const { no } of goals) of[no] = index;
  return { goals: classes.map(([first]) => first!), of };
}

/** For each set the classes that its goals are in, one set after the other. */
export function classesOfSets(
  { count, starts, goals }: GoalSets,
  classes: GoalClasses,
): { readonly starts: Uint32Array; readonly classes: Uint32Array } {
  const own = new Uint32Array(goals.length);
  const begins = new Uint32Array(count + 1);
  /** For each class the last set that has it; sets are counted from 1. */
  const last = new Uint32Array(classes.goals.length);
  let next = 0;
  for (let set = 0; set < count; set++) {
    for (let index = starts[set]!; index < starts[set + 1]!; index++) {
      const goalClass = classes.of[goals[index]!] ?? -1;
      if (goalClass === -1 || last[goalClass] === set + 1) continue;
      last[goalClass] = set + 1;
      own[next++] = goalClass;
    }
    begins[set + 1] = next;
  }
  return { starts: begins, classes: own };
}
