import { isSameDefinition, makesNewVersion } from '../../matching/goal-changes.js';
import { GOALS_MAX, type GoalDefinition, valueFromOf } from '../../model/goal.js';
import type { GoalKey } from '../../model/ids.js';
import {
  currentGoal,
  currentGoals,
  type GoalVersion,
  isInUse,
  newestVersion,
  type ProjectGoals,
  retire,
  update,
} from './versions.js';

// Changes that owners make to goals. Each function returns the changed goals. `revision` is the revision that the
// change makes, `total` the number of stored events, `now` milliseconds since 1970, UTC.

export function create(
  goals: ProjectGoals,
  goal: GoalDefinition,
  total: number,
  now: number,
): ProjectGoals | 'taken' | 'full' {
  if (currentGoal(goals, goal.key)) return 'taken';
  if (currentGoals(goals).length >= GOALS_MAX) return 'full';
  return addVersion(goals, goal, total, now);
}

/**
 * `changed` when the goal differs from `expected`, which the caller has read; null when there is no goal with that key.
 */
export function replace(
  goals: ProjectGoals,
  expected: GoalDefinition,
  goal: GoalDefinition,
  total: number,
  now: number,
): ProjectGoals | 'changed' | null {
  const current = currentGoal(goals, goal.key);
  if (!current) return null;
  if (!isSameDefinition(current, expected)) return 'changed';
  const { name, value, currency } = goal;
  const valueFrom = valueFromOf(goal);
  return update(
    makesNewVersion(current, goal) ? addVersion(goals, goal, total, now) : goals,
    (one) => one.key === goal.key && isInUse(one),
    () => ({ name, value, currency, valueFrom }),
  );
}

/** Null when there is no goal with that key. */
export function remove(goals: ProjectGoals, key: GoalKey, revision: number, now: number): ProjectGoals | null {
  if (!currentGoal(goals, key)) return null;
  return retire(retire(goals, inState(key, 'matching'), null, now), inState(key, 'live'), revision, now);
}

/** Makes a fully matched version visible to readers, and retires the previous version in the same step. */
export function goLive(goals: ProjectGoals, { no, key }: GoalVersion, revision: number, now: number): ProjectGoals {
  return update(
    retire(goals, inState(key, 'live'), revision, now),
    (one) => one.no === no,
    ({ examined }) => ({ state: 'live', liveFrom: revision, total: examined, resume: null }),
  );
}

/** Adds a version, and retires an earlier one that is still matching. */
function addVersion(goals: ProjectGoals, goal: GoalDefinition, total: number, now: number): ProjectGoals {
  const version: GoalVersion = {
    ...goal,
    valueFrom: valueFromOf(goal),
    no: goals.nextNo,
    version: newestVersion(goals, goal.key) + 1,
    state: 'matching',
    liveFrom: null,
    liveTo: null,
    retiredAt: null,
    examined: 0,
    matched: 0,
    total,
    resume: null,
  };
  const { versions } = retire(goals, inState(goal.key, 'matching'), null, now);
  return { ...goals, nextNo: goals.nextNo + 1, versions: [...versions, version] };
}

function inState(key: GoalKey, state: GoalVersion['state']): (one: GoalVersion) => boolean {
  return (one) => one.key === key && one.state === state;
}
