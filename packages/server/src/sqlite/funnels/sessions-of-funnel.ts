import { chainOf, isAmong } from '../../store/funnels/chain.js';
import type { FunnelTest } from '../../store/funnels/question.js';
import type { Connection } from '../database/connection.js';
import { chosenDays } from './chosen-days.js';
import { isTooMuchForRules } from './rule-events.js';

/** The numbers of the sessions that pass. Fails soon after another thread sets `stop` to 1. */
export function sessionsOfFunnel(
  connection: Connection,
  project: number,
  test: FunnelTest,
  stop: Int32Array,
): number[] | 'too_many_events' {
  const asked = { ...test, periods: [test.period] };
  if (isTooMuchForRules(connection, project, asked)) return 'too_many_events';
  const passing: number[] = [];
  for (const { chosen, moments } of chosenDays(connection, project, asked)) {
    if (Atomics.load(stop, 0) === 1) throw new Error('the list was stopped');
    for (let session = 0; session < chosen.length; session++) {
      const own = chosen[session] === 0 ? null : moments.of(session);
      if (own && isAmong(chainOf(test.path, own), test)) passing.push(moments.sessionNo(session));
    }
  }
  return passing;
}
