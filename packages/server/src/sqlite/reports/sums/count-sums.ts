import type { BoundedPeriod } from '../../../model/period.js';
import { IS_PUBLIC } from '../../rows/event-rows.js';
import type { Parts } from '../amount-parts.js';
import type { Counters } from '../coded-figures.js';
import { sumOf } from '../days/day.js';
import type { SumCodes } from '../group-codes.js';
import { WORTH_FROM, type WorthRules } from '../worth.js';
import type { DaySums } from './day-sums.js';
import { classesOfSets, type GoalClasses } from './goal-classes.js';
import { partOf, type SumName, type SumTable } from './sum-table.js';

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
  const codes = counters.ofAll.ofSums(table.values, classes.goals);
  countConverted(counters, table, sums, classes, codes);
  countConversions(counters, table, classes, worth, codes);
}

function countSessions({ ofSessions, sessions }: Counters, { values, sessions: { value, count } }: SumTable): void {
  const codes = ofSessions.ofSums(values, []);
  for (let index = 0; index < value.length; index++) sessions.add(codes.codeOfValue(value[index]!), count[index]!);
}

function countConverted(
  { converted }: Counters,
  { sessions: { value, set, count } }: SumTable,
  { sets }: DaySums,
  goals: GoalClasses,
  codes: SumCodes,
): void {
  const { starts, classes } = classesOfSets(sets, goals);
  for (let index = 0; index < value.length; index++) {
    const end = starts[set[index]! + 1]!;
    for (let at = starts[set[index]!]!; at < end; at++) {
      converted.add(codes.codeOf(value[index]!, classes[at]!), count[index]!);
    }
  }
}

function countConversions(
  { conversions, amounts }: Counters,
  { conversions: { value, goalNo, count }, money, currencies }: SumTable,
  { of }: GoalClasses,
  { from, own }: WorthRules,
  codes: SumCodes,
): void {
  amounts.makeRoom(sumOf(count));
  const ownSums = own.map((amount) => amount && amounts.in(amount.currency));
  const moneySums = currencies.map((currency) => amounts.in(currency));
  for (let index = 0; index < value.length; index++) {
    const goal = goalNo[index]!;
    const goalClass = of[goal] ?? -1;
    if (goalClass === -1) continue;
    const code = codes.codeOf(value[index]!, goalClass);
    conversions.add(code, count[index]!);
    if (from[goal] !== WORTH_FROM.goal) continue;
    const { high, low } = own[goal] ?? NOTHING;
    ownSums[goal]?.add(code, high * count[index]!, low * count[index]!);
  }
  for (let index = 0; index < money.value.length; index++) {
    const goal = money.goalNo[index]!;
    const goalClass = of[goal] ?? -1;
    if (goalClass === -1 || !countsMoney(from[goal]!, money.isPublic[index]!)) continue;
    const code = codes.codeOf(money.value[index]!, goalClass);
    moneySums[money.currency[index]!]!.add(code, money.high[index]!, money.low[index]!);
  }
}

const NOTHING: Parts = { high: 0, low: 0 };

function countsMoney(from: number, isPublic: number): boolean {
  return from === WORTH_FROM.event || (from === WORTH_FROM.trusted_event && isPublic === IS_PUBLIC.trusted);
}
