import type { Parsed } from '../http/session-query.js';
import type { BoundedPeriod } from '../model/period.js';
import { REPORT_LIMIT_MAX, type ReportGroup, type ReportOrder, type RowPlace } from '../model/report.js';
import { DAY_MS } from '../model/visitor.js';
import { type Times, timesOf } from '../period/times.js';
import { isTime } from '../store/reports/groups.js';
import type { ReportQuery } from '../store/reports/question.js';
import { anyOf, type Fault, fault } from '../validation/faults.js';
import type { QueryBody } from './body.js';
import { readPlace } from './place.js';
import { orderOf } from './sorting.js';

/** A query, with the names of the times of the period it asks about; null when it is not by time. */
export interface NamedQuery extends ReportQuery {
  readonly timeLabels: Times['labels'] | null;
}

/** Reads a query. `path` comes before the names of its fields. */
export function parseQuery(
  { group_by, sort, limit, cursor }: QueryBody,
  path: string,
  periods: readonly BoundedPeriod[],
  timeZone: string,
): Parsed<NamedQuery> {
  const groupBy = group_by ?? [];
  const order = orderOf(sort ?? '-conversions');
  const faults = queryFaults(groupBy, order, path, periods);
  if (anyOf(faults)) return { ok: false, faults };
  const after: RowPlace | 'unreadable' | null = cursor == null ? null : readPlace(cursor, { groupBy, order });
  if (after === 'unreadable') return { ok: false, faults: [fault('cursor', 'cursor')] };
  const unit = groupBy.find(isTime);
  const times = unit === undefined ? null : periods.map((period) => timesOf(unit, period, timeZone));
  return {
    ok: true,
    request: {
      groupBy,
      times: times?.map(({ starts }) => starts) ?? null,
      timeLabels: times?.[0]?.labels ?? null,
      order,
      limit: limit ?? REPORT_LIMIT_MAX,
      after,
    },
  };
}

function queryFaults(
  groupBy: readonly ReportGroup[],
  { by }: ReportOrder,
  path: string,
  periods: readonly BoundedPeriod[],
): Fault[] {
  const [groups, sort] = [`${path}group_by`, `${path}sort`];
  const faults: Fault[] = [];
  if (new Set(groupBy).size < groupBy.length) faults.push(fault(groups, 'group_twice', { field: groups }));
  else if (groupBy.filter(isTime).length > 1) faults.push(fault(groups, 'two_times', { field: groups }));
  if ('group' in by && !groupBy.includes(by.group)) {
    faults.push(fault(sort, 'sort_group', { field: sort, group: by.group }));
  }
  return [...faults, ...tooLong(groupBy, periods)];
}

/** The longest period of each time, in days. */
export const DAYS_MAX = { hour: 92, day: 3660, week: 3660, month: 36_600 } as const;

function tooLong(groupBy: readonly ReportGroup[], periods: readonly BoundedPeriod[]): Fault[] {
  const unit = groupBy.find(isTime);
  if (unit === undefined) return [];
  const days = Math.max(...periods.map(({ from, until }) => (until - from) / DAY_MS));
  // A period may be longer by an hour or two where the clocks change.
  return days <= DAYS_MAX[unit] + 1 / 12 ? [] : [fault('end_date', 'period_too_long', { unit, days: DAYS_MAX[unit] })];
}
