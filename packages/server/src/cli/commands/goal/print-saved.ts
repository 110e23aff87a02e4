import { presentGoal } from '../../../goals/definition.js';
import { ruleWarnings } from '../../../goals/possible-rule.js';
import type { Goal } from '../../../model/goal.js';
import { inFlags } from '../../in-flags.js';
import { matchedOf } from '../../match-history.js';
import { type Output, printJson, printLine, warn } from '../../output.js';
import { goalFlagOf } from './flags.js';

/**
 * Prints a goal that was created or changed, and what may be wrong with its rule. `isMatched`: whether it was matched against the
 * stored events now.
 */
export function printSaved(
  output: Output,
  goal: Goal,
  done: 'Created' | 'Changed',
  { json, isMatched }: { readonly json: boolean; readonly isMatched: boolean },
): void {
  for (const warning of ruleWarnings(goal)) warn(output, inFlags(warning, goalFlagOf));
  if (json) printJson(output, presentGoal(goal));
  else {
    const found = isMatched ? `; ${matchedOf(goal)} of ${goal.matching.total} stored events match` : '';
    printLine(output, `${done} goal ${goal.key}${found}.`);
  }
}
