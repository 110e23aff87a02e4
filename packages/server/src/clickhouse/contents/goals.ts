import type { ProjectId } from '../../model/ids.js';
import { type GoalsContents, type VersionContents, versionName } from '../../store/contents.js';
import { changeGoals } from '../goals/change-goals.js';
import { type GoalVersion, NO_GOALS, newestVersion, type ProjectGoals } from '../goals/project-goals.js';
import type { Catalogue } from '../projects/catalogue.js';

/** The versions whose conversions are moved. */
export async function movedVersions(catalogue: Catalogue, projectId: ProjectId): Promise<GoalVersion[]> {
  const goals = await catalogue.recall<ProjectGoals>('goals', projectId);
  return (goals?.body.versions ?? []).filter(isInUse);
}

/** Of a key that has been removed, the newest version, for the sake of its number. */
export async function goalsContents(catalogue: Catalogue, projectId: ProjectId): Promise<GoalsContents> {
  const { revision, body: goals } = (await catalogue.find<ProjectGoals>('goals', projectId)) ?? {
    revision: 0,
    body: NO_GOALS,
  };
  const moved = goals.versions.filter((one) => isInUse(one) || one.version === newestVersion(goals, one.key));
  return { revision, versions: moved.map(toContents) };
}

function isInUse({ state }: GoalVersion): boolean {
  return state === 'live' || state === 'matching';
}

function toContents({ no, state, liveFrom, liveTo, retiredAt, resume, ...version }: GoalVersion): VersionContents {
  const isMatching = state === 'matching';
  return {
    ...version,
    state: state === 'live' || isMatching ? state : 'gone',
    resume: isMatching ? resume : null,
  };
}

/** Versions that are not among these any more are retired; their conversions are cleared away in the background. */
export async function putGoals(
  catalogue: Catalogue,
  projectId: ProjectId,
  moved: GoalsContents,
  now: number,
): Promise<void> {
  const change = (goals: ProjectGoals, revision: number) => withContents(goals, moved.versions, revision, now);
  await changeGoals<never>(catalogue, projectId, change, { revisionMin: moved.revision + 1 });
}

/** Readers before `revision` are told that it is cleared. */
function withContents(
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
  const kept = goals.versions
    .filter((version) => !inUse.has(versionName(version)))
    .map((version): GoalVersion => {
      if (!isInUse(version)) return version;
      const liveTo = version.state === 'live' ? revision : null;
      return { ...version, state: 'retired', liveTo, retiredAt: now };
    });
  return { nextNo, clearedRevision: revision, versions: [...kept, ...put] };
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
