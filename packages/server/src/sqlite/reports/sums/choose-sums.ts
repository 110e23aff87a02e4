import type { BoundedPeriod } from '../../../model/period.js';
import type { ReportGroup } from '../../../model/report.js';
import { goalPropertyOf, isTime } from '../../../store/reports/groups.js';
import { isFiltered, type ReportQuestion } from '../../../store/reports/question.js';
import { type SumName, TIME_SUMS, type TimeSumName } from './sum-table.js';

/** Whether sums have what a question is about: all sessions, and conversions by their goals alone. */
export function mayUseSums({ filters, choice }: Pick<ReportQuestion, 'filters' | 'choice'>): boolean {
  return choice.origin === null && !isFiltered(filters);
}

/**
 * The sums that answer a query for a day; null if none do. `times`: when its times begin. `isWhole`: all of the day is in the
 * period.
 */
export function sumsFor(
  groupBy: readonly ReportGroup[],
  times: readonly number[],
  period: BoundedPeriod,
  isWhole: boolean,
): SumName | null {
  const properties = groupBy.filter((group) => goalPropertyOf(group) === null);
  if (properties.length > 1) return null;
  const [property = 'all'] = properties;
  const cuts = isWhole ? [] : [period.from, period.until];
  if (property === 'all') return isWhole ? 'all' : timesBetween(cuts);
  if (isTime(property)) return timesBetween([...cuts, ...times]);
  return isWhole ? (property as SumName) : null;
}

/** The longest times of which each of these moments begins one; null if there are none. */
function timesBetween(moments: readonly number[]): TimeSumName | null {
  for (const [name, ms] of Object.entries(TIME_SUMS))
    if (moments.every((at) => at % ms === 0)) return name as TimeSumName;
  return null;
}
