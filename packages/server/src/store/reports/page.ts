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
  const rows = new FirstRows(query, limit + 1);
  addRows(rows, question, query, figures);
  const first = rows.sorted();
  const page = first.slice(0, limit);
  return { rows: page.map(({ row }) => row), next: first.length > limit ? page.at(-1)!.place : null };
}

/** The first rows after the previous page. Sorts few at a time: a query may have a thousand times as many as a page. */
class FirstRows {
  readonly #query: ReportQuery;
  readonly #count: number;
  #first: Placed[] = [];
  #waiting: Placed[] = [];

  constructor(query: ReportQuery, count: number) {
    this.#query = query;
    this.#count = count;
  }

  add(row: ReportRow): void {
    const { order, groupBy, after } = this.#query;
    const place = placeOf(row, order, groupBy);
    if (after !== null && comparePlaces(place, after, order) <= 0) return;
    const last = this.#first[this.#count - 1];
    if (last && comparePlaces(place, last.place, order) > 0) return;
    if (this.#waiting.push({ row, place }) === this.#count) this.sorted();
  }

  sorted(): readonly Placed[] {
    const { order } = this.#query;
    const all = [...this.#first, ...this.#waiting];
    this.#first = all.sort((one, other) => comparePlaces(one.place, other.place, order)).slice(0, this.#count);
    this.#waiting = [];
    return this.#first;
  }
}

/** Adds all rows. There may be many, so each group is looked up only where it has to be. */
function addRows(
  rows: FirstRows,
  question: ReportQuestion,
  query: ReportQuery,
  [now, before]: readonly GroupedFigures[],
): void {
  const isIn = testOfTimes(query);
  const add = (group: readonly GroupValue[], figures: Figures) =>
    rows.add({ group, figures, before: before && isIn(group, 1) ? before.of(group) : null });
  for (const { group, figures } of now!.groups) if (isIn(group, 0)) add(group, figures);
  const isNew = (group: readonly GroupValue[]) => isIn(group, 0) && !now!.has(group);
  for (const { group } of before?.groups ?? []) if (isNew(group)) add(group, now!.of(group));
  for (const group of alwaysShown(question, query)) {
    if (isNew(group) && !before?.has(group)) add(group, now!.of(group));
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

/** A test whether a period has the time of a group. Periods may differ in length by a day or two. */
function testOfTimes({ groupBy, times }: ReportQuery): (group: readonly GroupValue[], period: number) => boolean {
  const index = groupBy.findIndex(isTime);
  if (index === -1) return () => true;
  return (group, period) => (group[index] as number) < times![period]!.length;
}
