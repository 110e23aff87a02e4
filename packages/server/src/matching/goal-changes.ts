import { isDeepStrictEqual } from 'node:util';
import { type GoalDefinition, valueFromOf } from '../model/goal.js';

/** Whether stored history has to be matched again. */
export function makesNewVersion(before: GoalDefinition, after: GoalDefinition): boolean {
  return !isDeepStrictEqual([before.type, before.rule, before.count], [after.type, after.rule, after.count]);
}

/** Whether all fields that an owner sets are equal. */
export function isSameDefinition(one: GoalDefinition, other: GoalDefinition): boolean {
  const owned = (goal: GoalDefinition) => [goal.name, goal.value, goal.currency, valueFromOf(goal)];
  return !makesNewVersion(one, other) && isDeepStrictEqual(owned(one), owned(other));
}
