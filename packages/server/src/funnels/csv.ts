import type { Table } from '../http/csv/csv-answer.js';
import type { Cell } from '../http/csv/csv-line.js';
import type { FunnelFigures } from '../model/funnels/figures.js';
import { CSV_ROWS_AT_A_TIME } from '../reports/csv.js';
import type { FunnelAnswer, FunnelQuestion } from '../store/funnels/question.js';
import { presentStepFigures } from './present.js';
import type { FunnelRequest } from './request.js';

const FIGURES = ['sessions', 'of_first', 'of_previous', 'median_seconds', 'p90_seconds'] as const;

/**
 * A funnel with a row for each step: of each group, or of all sessions. Then come the figures of the earlier period. `ask` answers
 * the question again from another group on.
 */
export async function funnelTable(
  { question, steps }: FunnelRequest,
  ask: (question: FunnelQuestion) => Promise<FunnelAnswer>,
): Promise<Table> {
  const whole = { ...question, limit: CSV_ROWS_AT_A_TIME, after: null };
  const first = await ask(whole);
  const names = steps.map(({ name }) => name);
  const isCompared = question.periods.length > 1;
  return {
    columns: [
      ...(question.groupBy === null ? [] : [question.groupBy]),
      'step',
      'name',
      ...FIGURES,
      ...(isCompared ? FIGURES.map((name) => `before_${name}`) : []),
    ],
    rows: rowsOf(whole, first, names, ask),
  };
}

async function* rowsOf(
  question: FunnelQuestion,
  first: FunnelAnswer,
  names: readonly string[],
  ask: (question: FunnelQuestion) => Promise<FunnelAnswer>,
): AsyncGenerator<Cell[]> {
  if (question.groupBy === null) {
    const [now, before] = first.totals;
    return yield* stepsOf([], names, now!, before);
  }
  let page = first;
  for (;;) {
    for (const { group, figures, before } of page.rows) yield* stepsOf([group], names, figures, before);
    if (page.next === null) return;
    page = await ask({ ...question, after: page.next });
  }
}

function* stepsOf(
  group: readonly Cell[],
  names: readonly string[],
  now: FunnelFigures,
  before: FunnelFigures | null | undefined,
): Generator<Cell[]> {
  for (const [index, name] of names.entries()) {
    yield [...group, index + 1, name, ...cellsOf(now, index), ...(before ? cellsOf(before, index) : [])];
  }
}

function cellsOf({ steps }: FunnelFigures, index: number): Cell[] {
  const step = presentStepFigures(steps[index]!, steps, index);
  return FIGURES.map((name) => step[name]);
}
