import { compileRule, EVENT_TYPES } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { FunnelPath } from '../../model/funnels/path.js';
import type { TypedRule } from '../../model/goal.js';
import type { GoalVersion } from '../goals/versions.js';

/** The bits of the steps that a conversion of each goal version is, by its number. `live`: all that readers see. */
export function bitsOfGoals({ steps }: FunnelPath, live: Iterable<GoalVersion>): Map<number, number> {
  const byNo = new Map<number, number>();
  for (const { no, key } of live) {
    const bits = bitsWhere(steps, (step) => 'goal' in step && step.goal === key);
    if (bits !== 0) byNo.set(no, bits);
  }
  return byNo;
}

function bitsWhere<Step>(steps: readonly Step[], is: (step: Step) => boolean): number {
  return steps.reduce((bits, step, index) => (is(step) ? bits | (1 << index) : bits), 0);
}

/** A step that is a rule. */
export interface RuleStep {
  readonly bit: number;
  readonly typed: TypedRule;
  /** The type of event that it can match. */
  readonly type: Event['type'];
  matches(event: Event): boolean;
}

export function ruleStepsOf({ steps }: FunnelPath): RuleStep[] {
  return steps.flatMap((step, index) =>
    'typed' in step
      ? [
          {
            bit: 1 << index,
            typed: step.typed,
            type: EVENT_TYPES[step.typed.type],
            matches: compileRule(step.typed),
          },
        ]
      : [],
  );
}
