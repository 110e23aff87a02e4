import { isDeepStrictEqual } from 'node:util';
import type { GoalDefinition } from '../model/goal.js';

/** Whether stored history has to be matched again. */
export function makesNewVersion(before: GoalDefinition, after: GoalDefinition): boolean {
  return !isDeepStrictEqual([before.type, before.rule, before.count], [after.type, after.rule, after.count]);
}

/** Whether nothing of what an owner gives has changed. */
export function isSameDefinition(one: GoalDefinition, other: GoalDefinition): boolean {
  const owned = ({ name, value, currency }: GoalDefinition) => [name, value, currency];
  return !makesNewVersion(one, other) && isDeepStrictEqual(owned(one), owned(other));
}
