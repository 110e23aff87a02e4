import { isOfConversion } from '../../store/reports/groups.js';
import { pageOf } from '../../store/reports/page.js';
import { type ReportAnswer, type ReportQuery, type ReportQuestion, TOTALS } from '../../store/reports/question.js';
import type { Connection } from '../database/connection.js';
import { existingProjectNo } from '../projects/projects.js';
import type { CodedFigures } from './coded-figures.js';
import { dayChoice } from './day-choice.js';
import { liveGoalsOf } from './days/kept-days.js';
import { PeriodCounts } from './period-counts.js';
import { reportGoals } from './report-goals.js';
import { weeksOf } from './weeks/weeks-of-periods.js';

/** Answers all queries of a report from one snapshot of the data. Fails soon after another thread sets `stop` to 1. */
export function answerReport(connection: Connection, question: ReportQuestion, stop: Int32Array): ReportAnswer {
  return connection.read(() => {
    const { queries } = question;
    // A session is in one group of a query, unless the groups are of conversions: the totals are the sums.
    const whole = queries.findIndex(({ groupBy }) => !groupBy.some(isOfConversion));
    const figures = countAll(connection, question, whole === -1 ? [...queries, TOTALS] : queries, stop);
    return {
      totals: figures.at(whole)!.map(({ totals }) => totals),
      pages: queries.map((query, index) => pageOf(question, query, figures[index]!)),
    };
  });
}

/** Returns for each query the figures of all periods. */
function countAll(
  connection: Connection,
  question: ReportQuestion,
  queries: readonly ReportQuery[],
  stop: Int32Array,
): CodedFigures[][] {
  const { projectId, periods } = question;
  const project = existingProjectNo(connection, projectId);
  const goals = reportGoals(liveGoalsOf(connection, project), question.choice);
  const counts = periods.map((_period, position) => new PeriodCounts(question, position, queries, goals));
  for (const { week, days } of weeksOf(connection, project, periods, [...goals.live.keys()])) {
    const left = counts.map((ofPeriod) => ofPeriod.addWeek(week));
    if (left.every(({ length }) => length === 0)) continue;
    for (const day of days) {
      if (Atomics.load(stop, 0) === 1) throw new Error('the report was stopped');
      const choice = dayChoice(day, question, goals);
      for (const [index, ofPeriod] of counts.entries()) ofPeriod.addDay(day, choice, left[index]!);
    }
  }
  const figures = counts.map((ofPeriod) => ofPeriod.figures);
  return queries.map((_query, index) => figures.map((ofPeriod) => ofPeriod[index]!));
}
