import type { GroupValue, ReportRow, RowPlace } from '../../model/report.js';
import { comparePlaces, placeOf } from './order.js';
import type { ReportPage, ReportQuery, ReportQuestion } from './question.js';
import { isTime, keyOf, TalliedFigures, type Tally } from './tally.js';

/** A row at its place in the order. */
interface Placed {
  readonly row: ReportRow;
  readonly place: RowPlace;
}

/** A page of a query's rows, from what was counted in each period. */
export function pageOf(question: ReportQuestion, query: ReportQuery, tallies: readonly Tally[]): ReportPage {
  const { limit } = query;
  const first = firstOf(placedRows(question, query, tallies), limit + 1, query);
  const page = first.slice(0, limit);
  return { rows: page.map(({ row }) => row), next: first.length > limit ? page.at(-1)!.place : null };
}

/** The first `count` in order, of few at a time: a query may have a hundred times as many groups as a page has rows. */
function firstOf(all: Iterable<Placed>, count: number, { order }: ReportQuery): Placed[] {
  const compare = (one: Placed, other: Placed) => comparePlaces(one.place, other.place, order);
  let first: Placed[] = [];
  let waiting: Placed[] = [];
  const merge = () => {
    first = [...first, ...waiting].sort(compare).slice(0, count);
    waiting = [];
  };
  for (const one of all) {
    if (first.length === count && compare(one, first.at(-1)!) > 0) continue;
    if (waiting.push(one) === count) merge();
  }
  merge();
  return first;
}

/** The rows after the previous page, in no order. */
function* placedRows(question: ReportQuestion, query: ReportQuery, tallies: readonly Tally[]): Generator<Placed, void> {
  const { groupBy, order, after } = query;
  const [now, before] = tallies.map((tally) => new TalliedFigures(groupBy, tally));
  const groups = new Map<ReturnType<typeof keyOf>, readonly GroupValue[]>();
  for (const group of alwaysShown(question, query)) groups.set(keyOf(group), group);
  for (const figures of [now!, before]) {
    for (const { group } of figures?.groups ?? []) groups.set(keyOf(group), group);
  }
  for (const group of groups.values()) {
    if (!isIn(query, group, 0)) continue;
    const row = { group, figures: now!.of(group), before: before && isIn(query, group, 1) ? before.of(group) : null };
    const place = placeOf(row, order, groupBy);
    if (after === null || comparePlaces(place, after, order) > 0) yield { row, place };
  }
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
