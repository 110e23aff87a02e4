import Type from 'typebox';
import type { Parsed } from '../http/session-query.js';
import { FUNNEL_SESSIONS, STEPS_MAX } from '../model/funnels/path.js';
import type { Asked } from '../reports/request.js';
import type { FunnelTest } from '../store/funnels/question.js';
import { anyOf, fault, inside } from '../validation/faults.js';
import { checker, optional } from '../validation/schema.js';
import { FunnelRequestSchema } from './body.js';
import { parseFunnel } from './request.js';

const ofSessions = {
  step: Type.Integer({
    minimum: 1,
    maximum: STEPS_MAX,
    description: 'The number of a step, from 1.',
    examples: [2],
    expected: `an integer from 1 to ${STEPS_MAX}`,
  }),
  sessions: Type.Enum([...FUNNEL_SESSIONS], {
    type: 'string',
    description:
      '`reached`: sessions that reached the step. `left_after`: those of them that did not reach the next one.',
    examples: ['reached'],
    expected: '"reached" or "left_after"',
  }),
};
const ofSessionsChecker = checker(Type.Object(ofSessions));

/** The field `funnel` of a list of sessions, as its check has it and as the reference has it. */
export const anyFunnel = optional(
  Type.Object({}, { expected: 'an object with the body of a funnel, step and sessions' }),
  {},
);
export const FunnelSessionsSchema = optional(
  Type.Object({ ...FunnelRequestSchema.properties, ...ofSessions }, { title: 'FunnelSessions', expected: 'an object' }),
  {
    description:
      'Only sessions that a figure of `POST reports/funnel` counts: its body, without what rows are about, and the step.',
  },
);

/** Reads the field. */
export function parseFunnelSessions(given: object, asked: Asked): Parsed<FunnelTest> {
  const funnel = parseFunnel({ ...given, group_by: null, limit: null, cursor: null }, asked);
  const which = ofSessionsChecker.check(given);
  const faults = [...(funnel.ok ? [] : funnel.faults), ...(which.ok ? [] : which.faults)];
  if (anyOf(faults)) return { ok: false, faults: inside('funnel', faults) };
  if (!funnel.ok || !which.ok) throw new Error('a funnel with faults');
  const { path, filters, periods, ruleEventsMax } = funnel.request.question;
  const { step, sessions } = which.value;
  const last = sessions === 'reached' ? path.steps.length : path.steps.length - 1;
  if (step > last) {
    const expected = `the number of a step ${sessions === 'reached' ? 'of the funnel' : 'before the last'}, from 1 to ${last}`;
    return { ok: false, faults: [fault('funnel.step', 'wrong', { field: 'funnel.step', expected, value: step })] };
  }
  return { ok: true, request: { path, filters, period: periods[0]!, ruleEventsMax, step, sessions } };
}
