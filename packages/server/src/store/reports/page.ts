import type { GroupValue, ReportRow } from '../../model/report.js';
import { comparePlaces, placeOf } from './order.js';
import type { ReportPage, ReportQuery, ReportQuestion } from './question.js';
import { isTime, keyOf, TalliedFigures, type Tally } from './tally.js';

/** A page of a query's rows, from what was counted in each period. */
export function pageOf(question: ReportQuestion, query: ReportQuery, tallies: readonly Tally[]): ReportPage {
  const { groupBy, order, limit, after } = query;
  const placed = rowsOf(question, query, tallies)
    .map((row) => ({ row, place: placeOf(row, order, groupBy) }))
    .filter(({ place }) => after === null || comparePlaces(place, after, order) > 0)
    .sort((one, other) => comparePlaces(one.place, other.place, order));
  const page = placed.slice(0, limit);
  return { rows: page.map(({ row }) => row), next: placed.length > limit ? page.at(-1)!.place : null };
}

function rowsOf(question: ReportQuestion, query: ReportQuery, tallies: readonly Tally[]): ReportRow[] {
  const [now, before] = tallies.map((tally) => new TalliedFigures(query.groupBy, tally));
  const groups = new Map<ReturnType<typeof keyOf>, readonly GroupValue[]>();
  for (const group of alwaysShown(question, query)) groups.set(keyOf(group), group);
  for (const figures of [now!, before]) {
    for (const { group } of figures?.groups ?? []) groups.set(keyOf(group), group);
  }
  return [...groups.values()]
    .filter((group) => isIn(query, group, 0))
    .map((group) => ({
      group,
      figures: now!.of(group),
      before: before && isIn(query, group, 1) ? before.of(group) : null,
    }));
}

/** The groups that have a row even at zero. */
function alwaysShown({ goals }: ReportQuestion, { groupBy, times }: ReportQuery): GroupValue[][] {
  if (groupBy.length === 0) return [[]];
  const [only, ...others] = groupBy;
  if (others.length > 0) return [];
  if (only === 'goal') return goals.map((key) => [key]);
  return times === null ? [] : times[0]!.map((_start, position) => [position]);
}

/** Whether a period has the time of a group. Periods may differ in length by a day or two. */
function isIn({ groupBy, times }: ReportQuery, group: readonly GroupValue[], period: number): boolean {
  const index = groupBy.findIndex(isTime);
  return index === -1 || (group[index] as number) < times![period]!.length;
}
