import type { BoundedPeriod } from '../../model/period.js';
import type { ReportQuery, ReportQuestion } from '../../store/reports/question.js';
import type { CodedFigures } from './coded-figures.js';
import type { DayChoice } from './day-choice.js';
import type { Day } from './days/day.js';
import { PeriodTally } from './period-tally.js';
import type { ReportGoals } from './report-goals.js';
import { type Selection, selectionOf } from './selection.js';
import { mayUseSums, sumsFor } from './sums/choose-sums.js';
import type { SumName } from './sums/sum-table.js';

/** A query, and the sums that answer it for a day that is wholly in the period, and for one that is partly in it. */
interface Counting {
  readonly tally: PeriodTally;
  readonly whole: SumName | null;
  readonly part: SumName | null;
}

/** Counts all queries in one period, day by day: by the sums of a day where these have the answer, or else by its columns. */
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

  add(day: Day, choice: DayChoice): void {
    const { span } = day;
    const { from, until } = this.#period;
    if (span.lastAt < from || span.firstAt >= until) return;
    const isWhole = span.firstAt >= from && span.lastAt < until;
    let selection: Selection | undefined;
    for (const { tally, whole, part } of this.#counting) {
      const name = isWhole ? whole : part;
      if (name && day.sums) {
        tally.addSums(day.sums, name, isWhole ? null : this.#period);
      } else {
        selection ??= selectionOf(choice, isWhole ? null : this.#period);
        tally.add(choice.day, selection, choice.worth);
      }
    }
  }

  /** Of each query. */
  get figures(): CodedFigures[] {
    return this.#counting.map(({ tally }) => tally.figures);
  }
}
