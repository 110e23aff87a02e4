import { chainOf } from '../../store/funnels/chain.js';
import { funnelAnswer } from '../../store/funnels/page.js';
import type { FunnelAnswer, FunnelQuestion } from '../../store/funnels/question.js';
import { FunnelTally } from '../../store/funnels/tally.js';
import type { Connection } from '../database/connection.js';
import { existingProjectNo } from '../projects/projects.js';
import { type ChosenDay, chosenDays } from './chosen-days.js';
import { isTooMuchForRules } from './rule-events.js';

/**
 * Answers a funnel from one snapshot of the data. Fails soon after another thread sets `stop` to 1. `too_many_events`: a step
 * is a rule, and there are more than `ruleEventsMax`.
 */
export function answerFunnel(
  connection: Connection,
  question: FunnelQuestion,
  stop: Int32Array,
): FunnelAnswer | 'too_many_events' {
  return connection.read(() => {
    const project = existingProjectNo(connection, question.projectId);
    if (isTooMuchForRules(connection, project, question)) return 'too_many_events';
    const tallies = question.periods.map(() => new FunnelTally(question.path.steps.length));
    for (const day of chosenDays(connection, project, question)) {
      if (Atomics.load(stop, 0) === 1) throw new Error('the funnel was stopped');
      countDay(day, question, tallies);
    }
    return funnelAnswer(question, tallies);
  });
}

function countDay(
  { day: { sessions }, chosen, moments }: ChosenDay,
  { path, periods, groupBy }: FunnelQuestion,
  tallies: readonly FunnelTally[],
): void {
  const group = groupBy === null ? null : sessions.text(groupBy);
  const { startedAt } = sessions;
  for (let session = 0; session < chosen.length; session++) {
    if (chosen[session] === 0) continue;
    const own = moments.of(session);
    const chain = own === null ? [] : chainOf(path, own);
    const ofGroup = group === null ? null : group.texts[group.positions[session]!]!;
    for (const [index, { from, until }] of periods.entries()) {
      if (startedAt[session]! >= from && startedAt[session]! < until) tallies[index]!.add(ofGroup, chain);
    }
  }
}
