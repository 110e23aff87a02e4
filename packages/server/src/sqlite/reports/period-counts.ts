import type { BoundedPeriod } from '../../model/period.js';
import type { ReportQuery, ReportQuestion } from '../../store/reports/question.js';
import type { CodedFigures } from './coded-figures.js';
import type { DayChoice } from './day-choice.js';
import type { Day, Span } from './days/day.js';
import { PeriodTally } from './period-tally.js';
import type { ReportGoals } from './report-goals.js';
import { type Selection, selectionOf } from './selection.js';
import { mayUseSums, sumsFor } from './sums/choose-sums.js';
import type { SumName } from './sums/sum-table.js';
import type { Week } from './weeks/kept-weeks.js';
import { isOfWeeks } from './weeks/week-sums.js';

/** A query, and the sums that answer it for a day that is wholly in the period, and for one that is partly in it. */
interface Counting {
  readonly tally: PeriodTally;
  readonly whole: SumName | null;
  readonly part: SumName | null;
}

/** Counts all queries in one period: by the sums of a week or a day where these have the answer, or else by the columns of a day. */
export class PeriodCounts {
  readonly #period: BoundedPeriod;
  readonly #counting: readonly Counting[];

  constructor(question: ReportQuestion, position: number, queries: readonly ReportQuery[], goals: ReportGoals) {
    const period = question.periods[position]!;
    const sums = (query: ReportQuery, isWhole: boolean) =>
      mayUseSums(question) ? sumsFor(query.groupBy, query.times?.[position] ?? [], period, isWhole) : null;
    this.#period = period;
    this.#counting = queries.map((query) => ({
      tally: new PeriodTally(query, position, goals),
      whole: sums(query, true),
      part: sums(query, false),
    }));
  }

  /** Counts a week in the queries that its sums answer. Returns the others, which its days have to be counted in. */
  addWeek(week: Week | null): readonly Counting[] {
    if (week === null) return this.#counting;
    const { isOutside, isWhole } = this.#placeOf(week.span);
    if (isOutside) return [];
    if (!isWhole) return this.#counting;
    const left: Counting[] = [];
    for (const counting of this.#counting) {
      const { tally, whole } = counting;
      if (whole && isOfWeeks(whole)) tally.addSums(week.sums, whole, null);
      else left.push(counting);
    }
    return left;
  }

  /** Counts a day in these queries. */
  addDay(day: Day, choice: DayChoice, counting: readonly Counting[]): void {
    const { isOutside, isWhole } = this.#placeOf(day.span);
    if (isOutside) return;
    let selection: Selection | undefined;
    for (const { tally, whole, part } of counting) {
      const name = isWhole ? whole : part;
      if (name && day.sums) {
        tally.addSums(day.sums, name, isWhole ? null : this.#period);
      } else {
        selection ??= selectionOf(choice, isWhole ? null : this.#period);
        tally.add(choice.day, selection, choice.worth);
      }
    }
  }

  #placeOf({ firstAt, lastAt }: Span): { readonly isOutside: boolean; readonly isWhole: boolean } {
    const { from, until } = this.#period;
    return { isOutside: lastAt < from || firstAt >= until, isWhole: firstAt >= from && lastAt < until };
  }

  /** Of each query. */
  get figures(): CodedFigures[] {
    return this.#counting.map(({ tally }) => tally.figures);
  }
}
