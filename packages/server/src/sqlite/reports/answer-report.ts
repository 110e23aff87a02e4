import { pageOf } from '../../store/reports/page.js';
import { type ReportAnswer, type ReportQuery, type ReportQuestion, TOTALS } from '../../store/reports/question.js';
import { isOfConversion, summed, TalliedFigures, type Tally } from '../../store/reports/tally.js';
import type { Connection } from '../database/connection.js';
import { existingProjectNo } from '../projects/projects.js';
import { chooseConversions, chooseSessions, type LiveGoals } from './choose.js';
import { daysOf } from './days.js';
import { liveGoalsOf } from './kept-days.js';
import { PeriodTally } from './period-tally.js';
import { selectionOf } from './selection.js';
import { worthOf } from './worth.js';

/** Answers all queries of a report from one snapshot of the data. Fails soon after another thread sets `stop` to 1. */
export function answerReport(connection: Connection, question: ReportQuestion, stop: Int32Array): ReportAnswer {
  return connection.read(() => {
    const { queries } = question;
    // A session is in one group of a query, unless the groups are of conversions: the totals are the sums.
    const whole = queries.findIndex(({ groupBy }) => !groupBy.some(isOfConversion));
    const tallies = countAll(connection, question, whole === -1 ? [...queries, TOTALS] : queries, stop);
    return {
      totals: tallies.at(whole)!.map((tally) => new TalliedFigures([], summed(tally)).of([])),
      pages: queries.map((query, index) => pageOf(question, query, tallies[index]!)),
    };
  });
}

/** Returns for each query the tallies of all periods. */
function countAll(
  connection: Connection,
  question: ReportQuestion,
  queries: readonly ReportQuery[],
  stop: Int32Array,
): Tally[][] {
  const { projectId, choice, filters, periods } = question;
  const project = existingProjectNo(connection, projectId);
  const live: LiveGoals = liveGoalsOf(connection, project);
  const counting = queries.map((query) => periods.map((_period, index) => new PeriodTally(query, index, live)));
  const test = {
    goals: choice.goals ?? undefined,
    types: choice.types ?? undefined,
    origin: choice.origin ?? undefined,
  };
  for (const day of daysOf(connection, project, periods, [...live.keys()])) {
    if (Atomics.load(stop, 0) === 1) throw new Error('the report was stopped');
    const kept = chooseSessions(day, live, filters);
    const chosen = chooseConversions(day, live, test);
    const worth = worthOf(day, live);
    for (const [index, period] of periods.entries()) {
      const selection = selectionOf(day, period, kept, chosen);
      if (selection) for (const ofQuery of counting) ofQuery[index]!.add(day, selection, worth);
    }
  }
  return counting.map((ofPeriods) => ofPeriods.map(({ tally }) => tally));
}
