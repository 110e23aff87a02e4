import { valueFromOf } from '../../model/goal.js';
import { type GoalsContents, type VersionContents, versionName } from '../contents.js';
import { type GoalVersion, isInUse, newestVersion, type ProjectGoals, retire } from './versions.js';

/** The versions to move: those in use, and the newest one of each removed key, because of its number. */
export function goalsContents(goals: ProjectGoals, revision: number): GoalsContents {
  const moved = goals.versions.filter((one) => isInUse(one) || one.version === newestVersion(goals, one.key));
  return { revision, versions: moved.map(toContents) };
}

function toContents({
  no,
  state,
  liveFrom,
  liveTo,
  retiredAt,
  resume,
  late,
  ...version
}: GoalVersion): VersionContents {
  return {
    ...version,
    valueFrom: valueFromOf(version),
    matched: version.matched ?? null,
    state: state === 'live' || state === 'matching' ? state : 'gone',
    resume: state === 'matching' ? resume : null,
  };
}

/**
 * The goals after a move. Versions that were not moved are retired. Readers of a revision before `revision`, which the
 * move makes, get `PageExpired`.
 */
export function withContents(
  goals: ProjectGoals,
  moved: readonly VersionContents[],
  revision: number,
  now: number,
): ProjectGoals {
  const known = new Map(goals.versions.map((version) => [versionName(version), version]));
  const inUse = new Set(moved.filter(({ state }) => state !== 'gone').map(versionName));
  let { nextNo } = goals;
  const put = moved
    .filter((version) => version.state !== 'gone' || !known.has(versionName(version)))
    .map((version) => toVersion(version, known.get(versionName(version))?.no ?? nextNo++, revision));
  const kept = { ...goals, versions: goals.versions.filter((version) => !inUse.has(versionName(version))) };
  const unseen = retire(kept, ({ state }) => state === 'matching', null, now);
  const { versions } = retire(unseen, ({ state }) => state === 'live', revision, now);
  return { nextNo, clearedRevision: revision, versions: [...versions, ...put] };
}

function toVersion(version: VersionContents, no: number, revision: number): GoalVersion {
  return {
    ...version,
    no,
    state: version.state === 'gone' ? 'cleared' : version.state,
    liveFrom: version.state === 'live' ? revision : null,
    liveTo: null,
    retiredAt: null,
  };
}
