import type { BoundedPeriod } from '../../../model/period.js';
import type { ReportGroup } from '../../../model/report.js';
import { isTime } from '../../../store/reports/groups.js';
import type { ReportQuestion } from '../../../store/reports/question.js';
import { isFiltered } from '../day-choice.js';
import { goalPropertyOf } from './goal-classes.js';
import { QUARTER_MS, type SumName } from './sum-table.js';

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
  const beginsWithQuarters = isWhole || [period.from, period.until].every(isQuarter);
  if (property === 'all') return isWhole ? 'all' : beginsWithQuarters ? 'times' : null;
  if (isTime(property)) return beginsWithQuarters && times.every(isQuarter) ? 'times' : null;
  return isWhole ? (property as SumName) : null;
}

function isQuarter(at: number): boolean {
  return at % QUARTER_MS === 0;
}
