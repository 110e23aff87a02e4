import type { FunnelFigures, StepFigures } from '../model/funnels/figures.js';
import { writePlace } from '../reports/place.js';
import { presentPeriod } from '../reports/present.js';
import { FUNNEL_ORDER, type FunnelAnswer } from '../store/funnels/question.js';
import { shareOf } from '../store/reports/order.js';
import type { FunnelRequest } from './request.js';

/** A funnel in API form; `answer-schemas.ts` has its schema. `dataFrom`: the first moment that retention has kept. */
export function presentFunnel(request: FunnelRequest, answer: FunnelAnswer, dataFrom: number | null): object {
  const { question, steps, timeZone } = request;
  const { totals, rows, next } = answer;
  const { groupBy } = question;
  const [period, earlier] = question.periods.map((one) => presentPeriod(one, timeZone, dataFrom));
  const named = presentFigures(totals[0]!);
  return {
    period,
    ...named,
    steps: named.steps.map((figures, index) => ({ ...presentStep(steps[index]!), ...figures })),
    rows: rows.map(({ group, figures, before }) => ({
      group: { [groupBy!]: group },
      ...presentFigures(figures),
      ...(before && { before: presentFigures(before) }),
    })),
    next_cursor: next && writePlace(next, { groupBy: [groupBy!], order: FUNNEL_ORDER }),
    ...(earlier && { before: { period: earlier, ...presentFigures(totals[1]!) } }),
  };
}

function presentStep(step: FunnelRequest['steps'][number]): object {
  return { name: step.name, goal: 'goal' in step ? step.goal : null };
}

/** The figures of a step in API form. */
export interface PresentedStep {
  readonly sessions: number;
  readonly of_first: number | null;
  readonly of_previous: number | null;
  readonly median_seconds: number | null;
  readonly p90_seconds: number | null;
}

function presentFigures({ sessions, steps }: FunnelFigures): { sessions: number; steps: PresentedStep[] } {
  return { sessions, steps: steps.map((step, index) => presentStepFigures(step, steps, index)) };
}

export function presentStepFigures(
  { sessions, durations }: StepFigures,
  steps: readonly StepFigures[],
  index: number,
): PresentedStep {
  return {
    sessions,
    of_first: shareOf(sessions, steps[0]!.sessions),
    of_previous: index === 0 ? null : shareOf(sessions, steps[index - 1]!.sessions),
    median_seconds: durations && durations.median / 1000,
    p90_seconds: durations && durations.p90 / 1000,
  };
}
