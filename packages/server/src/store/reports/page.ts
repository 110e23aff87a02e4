import type { Figures, GroupValue, ReportRow, RowPlace } from '../../model/report.js';
import { type GroupedFigures, isTime } from './groups.js';
import { comparePlaces, placeOf } from './order.js';
import type { ReportPage, ReportQuery, ReportQuestion } from './question.js';

/** A row at its place in the order. */
interface Placed {
  readonly row: ReportRow;
  readonly place: RowPlace;
}

/** A page of a query's rows, from the figures of each period. */
export function pageOf(question: ReportQuestion, query: ReportQuery, figures: readonly GroupedFigures[]): ReportPage {
  const { limit } = query;
  const first = firstOf(placedRows(question, query, figures), limit + 1, query);
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
function* placedRows(
  question: ReportQuestion,
  query: ReportQuery,
  figures: readonly GroupedFigures[],
): Generator<Placed, void> {
  const { groupBy, order, after } = query;
  for (const row of rowsOf(question, query, figures)) {
    const place = placeOf(row, order, groupBy);
    if (after === null || comparePlaces(place, after, order) > 0) yield { row, place };
  }
}

/** All rows, in no order. There may be many, so each group is looked up only where it has to be. */
function* rowsOf(
  question: ReportQuestion,
  query: ReportQuery,
  [now, before]: readonly GroupedFigures[],
): Generator<ReportRow, void> {
  const rowOf = (group: readonly GroupValue[], figures: Figures): ReportRow => ({
    group,
    figures,
    before: before && isIn(query, group, 1) ? before.of(group) : null,
  });
  for (const { group, figures } of now!.groups) if (isIn(query, group, 0)) yield rowOf(group, figures);
  const isNew = (group: readonly GroupValue[]) => isIn(query, group, 0) && !now!.has(group);
  for (const { group } of before?.groups ?? []) if (isNew(group)) yield rowOf(group, now!.of(group));
  for (const group of alwaysShown(question, query)) {
    if (isNew(group) && !before?.has(group)) yield rowOf(group, now!.of(group));
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
