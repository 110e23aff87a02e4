import type { GroupValue, RowPlace } from '../../model/report.js';
import { type GroupedFigures, isTime } from './groups.js';
import { comparePlaces, placeOf } from './order.js';
import type { ReportPage, ReportQuery, ReportQuestion } from './question.js';

/** A page of a query's rows, from the figures of each period. */
export function pageOf(question: ReportQuestion, query: ReportQuery, figures: readonly GroupedFigures[]): ReportPage {
  const { limit } = query;
  const [now, before] = figures;
  const isIn = testOfTimes(query);
  const first = firstPlaces(question, query, figures, limit + 1);
  const page = first.slice(0, limit);
  const rows = page.map(({ group }) => ({
    group,
    figures: now!.of(group),
    before: before && isIn(group, 1) ? before.of(group) : null,
  }));
  return { rows, next: first.length > limit ? page.at(-1)! : null };
}

/** There may be many places, so each group is looked up only where it has to be. */
function firstPlaces(
  question: ReportQuestion,
  query: ReportQuery,
  [now, before]: readonly GroupedFigures[],
  count: number,
): readonly RowPlace[] {
  const { order, groupBy } = query;
  const first = new FirstPlaces(query, count);
  const isIn = testOfTimes(query);
  for (const place of now!.places(order)) if (isIn(place.group, 0)) first.add(place);
  const isNew = (group: readonly GroupValue[]) => isIn(group, 0) && !now!.has(group);
  const add = (group: readonly GroupValue[]) => first.add(placeOf(group, now!.of(group), order, groupBy));
  for (const { group } of before?.places(order) ?? []) if (isNew(group)) add(group);
  for (const group of alwaysShown(question, query)) if (isNew(group) && !before?.has(group)) add(group);
  return first.sorted();
}

/** The first places after the previous page. Sorts few at a time: a query may have a thousand times as many as a page. */
class FirstPlaces {
  readonly #query: ReportQuery;
  readonly #count: number;
  #first: RowPlace[] = [];
  #waiting: RowPlace[] = [];

  constructor(query: ReportQuery, count: number) {
    this.#query = query;
    this.#count = count;
  }

  add(place: RowPlace): void {
    const { order, after } = this.#query;
    if (after !== null && comparePlaces(place, after, order) <= 0) return;
    const last = this.#first[this.#count - 1];
    if (last && comparePlaces(place, last, order) > 0) return;
    if (this.#waiting.push(place) === this.#count) this.sorted();
  }

  sorted(): readonly RowPlace[] {
    const { order } = this.#query;
    const all = [...this.#first, ...this.#waiting];
    this.#first = all.sort((one, other) => comparePlaces(one, other, order)).slice(0, this.#count);
    this.#waiting = [];
    return this.#first;
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
