import type { BoundedPeriod } from '../../../model/period.js';
import { IS_PUBLIC } from '../../rows/event-rows.js';
import { type AmountSums, type Parts, partsOf } from '../amount-sums.js';
import type { Counts } from '../counts.js';
import type { GroupCodes } from '../group-codes.js';
import { WORTH_FROM, type WorthRules } from '../worth.js';
import type { DaySums } from './day-sums.js';
import { classesOfSets, type GoalClasses } from './goal-classes.js';
import { partOf, type SumName, type SumTable } from './sum-table.js';

/** The counts of a query in a period, all by the code of the group. */
export interface Counters {
  readonly ofSessions: GroupCodes;
  readonly ofAll: GroupCodes;
  readonly sessions: Counts;
  readonly converted: Counts;
  readonly conversions: Counts;
  readonly amounts: AmountSums;
}

/** The code of a value of a table and a class of goals. */
type CodeOf = (value: number, goalClass: number) => number;

/** Adds the sums of a day. `period` cuts it; null if all of the day counts. */
export function countSums(
  counters: Counters,
  sums: DaySums,
  name: SumName,
  period: BoundedPeriod | null,
  classes: GoalClasses,
  worth: WorthRules,
): void {
  const table = period === null ? sums.table(name) : partOf(sums.table(name), period);
  countSessions(counters, name === 'page' ? sums.table('all') : table);
  const codeOf = counters.ofAll.ofSums(table.values, classes.goals);
  countConverted(counters, table, sums, classes, codeOf);
  countConversions(counters, table, classes, worth, codeOf);
}

function countSessions({ ofSessions, sessions }: Counters, { values, sessions: { value, count } }: SumTable): void {
  const codeOf = ofSessions.ofSums(values, []);
  for (let index = 0; index < value.length; index++) sessions.add(codeOf(value[index]!, 0), count[index]!);
}

function countConverted(
  { converted }: Counters,
  { sessions: { value, set, count } }: SumTable,
  { sets }: DaySums,
  goals: GoalClasses,
  codeOf: CodeOf,
): void {
  const { starts, classes } = classesOfSets(sets, goals);
  for (let index = 0; index < value.length; index++) {
    const end = starts[set[index]! + 1]!;
    for (let at = starts[set[index]!]!; at < end; at++)
      converted.add(codeOf(value[index]!, classes[at]!), count[index]!);
  }
}

function countConversions(
  { conversions, amounts }: Counters,
  { conversions: { value, goalNo, count }, money, currencies }: SumTable,
  { of }: GoalClasses,
  { from, own }: WorthRules,
  codeOf: CodeOf,
): void {
  amounts.makeRoom(count.reduce((sum, one) => sum + one, 0));
  for (let index = 0; index < value.length; index++) {
    const goal = goalNo[index]!;
    const goalClass = of[goal] ?? -1;
    if (goalClass === -1) continue;
    const code = codeOf(value[index]!, goalClass);
    conversions.add(code, count[index]!);
    const amount = from[goal] === WORTH_FROM.goal ? own[goal] : null;
    if (amount) amounts.addSum(code, amount.currency, times(partsOf(amount.millionths), count[index]!));
  }
  for (let index = 0; index < money.value.length; index++) {
    const goal = money.goalNo[index]!;
    const goalClass = of[goal] ?? -1;
    if (goalClass === -1 || !countsMoney(from[goal]!, money.isPublic[index]!)) continue;
    const sum = { high: money.high[index]!, low: money.low[index]! };
    amounts.addSum(codeOf(money.value[index]!, goalClass), currencies[money.currency[index]!]!, sum);
  }
}

function countsMoney(from: number, isPublic: number): boolean {
  return from === WORTH_FROM.event || (from === WORTH_FROM.trusted_event && isPublic === IS_PUBLIC.trusted);
}

function times({ high, low }: Parts, count: number): Parts {
  return { high: high * count, low: low * count };
}
