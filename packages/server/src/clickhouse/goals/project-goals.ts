import { isSameDefinition, makesNewVersion } from '../../matching/sameness.js';
import type { Goal, GoalDefinition } from '../../model/goal.js';
import { GOALS_MAX } from '../../model/goal.js';
import type { EventId, GoalKey, SessionId } from '../../model/ids.js';
import { SNAPSHOT_KEPT_MS } from '../../store/store.js';

/** A version of a goal. Conversions name the version that made them by its `no`. */
export type GoalVersion = GoalDefinition & {
  /** Unique in its project, never used again; 0 is no goal's. */
  readonly no: number;
  readonly version: number;
  /**
   * `matching`: history is being held against it, unseen by readers; `live`: readers see it; `retired`: replaced or
   * removed, readers that began before still see it; `clearing`: nobody may see it, its conversions are being deleted;
   * `cleared`: they are gone.
   */
  readonly state: 'matching' | 'live' | 'retired' | 'clearing' | 'cleared';
  /** Visible to readers at revisions from `liveFrom` (included) to `liveTo` (not included). */
  readonly liveFrom: number | null;
  readonly liveTo: number | null;
  readonly retiredAt: number | null;
  readonly examined: number;
  readonly total: number;
  /** The event after which matching goes on. */
  readonly resume: Resume | null;
};

export interface Resume {
  readonly sessionId: SessionId;
  readonly eventId: EventId;
}

/** All goals of a project: one document of the catalogue, whose revision is the revision readers hold to. */
export interface ProjectGoals {
  readonly nextNo: number;
  /** Readers at an older revision than this may miss conversions that have been cleared away. */
  readonly clearedRevision: number;
  readonly versions: readonly GoalVersion[];
}

export const NO_GOALS: ProjectGoals = { nextNo: 1, clearedRevision: 0, versions: [] };

// Each function below gives the goals as they are after a change; `revision` is the one that the change makes.

/** By key; of each goal its newest version. */
export function currentGoals(goals: ProjectGoals): GoalVersion[] {
  const newest = new Map<string, GoalVersion>();
  for (const one of goals.versions) {
    const isCurrent = one.state === 'matching' || one.state === 'live';
    if (isCurrent && one.version > (newest.get(one.key)?.version ?? 0)) newest.set(one.key, one);
  }
  return [...newest.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** What a reader at a revision sees. */
export function versionsAt(goals: ProjectGoals, revision: number): GoalVersion[] {
  return goals.versions.filter(
    ({ liveFrom, liveTo }) => liveFrom !== null && liveFrom <= revision && (liveTo === null || liveTo > revision),
  );
}

export function create(
  goals: ProjectGoals,
  goal: GoalDefinition,
  total: number,
  now: number,
): ProjectGoals | 'taken' | 'full' {
  const current = currentGoals(goals);
  if (current.some(({ key }) => key === goal.key)) return 'taken';
  if (current.length >= GOALS_MAX) return 'full';
  return addVersion(goals, goal, total, now);
}

export function replace(
  goals: ProjectGoals,
  expected: GoalDefinition,
  goal: GoalDefinition,
  total: number,
  now: number,
): ProjectGoals | 'changed' | null {
  const current = currentGoals(goals).find(({ key }) => key === goal.key);
  if (!current) return null;
  if (!isSameDefinition(current, expected)) return 'changed';
  const { name, value, currency } = goal;
  const changed = makesNewVersion(current, goal) ? addVersion(goals, goal, total, now) : goals;
  return update(
    changed,
    ({ key, state }) => key === goal.key && (state === 'matching' || state === 'live'),
    () => ({ name, value, currency }),
  );
}

export function remove(goals: ProjectGoals, key: GoalKey, revision: number, now: number): ProjectGoals | null {
  if (!currentGoals(goals).some((goal) => goal.key === key)) return null;
  return retire(retire(goals, key, 'matching', null, now), key, 'live', revision, now);
}

/** Makes a version that has seen all of history the one that readers see; the previous one goes in the same step. */
export function goLive(goals: ProjectGoals, version: GoalVersion, revision: number, now: number): ProjectGoals {
  return update(retire(goals, version.key, 'live', revision, now), sameAs(version), ({ examined }) => ({
    state: 'live',
    liveFrom: revision,
    total: examined,
  }));
}

/** How much history there is was found out only after the version was made. */
export function setTotal(goals: ProjectGoals, version: GoalVersion, total: number): ProjectGoals {
  return update(goals, sameAs(version), () => ({ total }));
}

/** Null when somebody else has made this step. */
export function progress(
  goals: ProjectGoals,
  version: GoalVersion,
  examined: number,
  resume: Resume | null,
): ProjectGoals | null {
  const now = goals.versions.find(sameAs(version));
  if (now?.state !== 'matching' || now.examined !== version.examined) return null;
  return update(goals, sameAs(version), () => ({
    examined: version.examined + examined,
    resume: resume ?? version.resume,
  }));
}

/** From now on no reader may see the version. */
export function beginClearing(goals: ProjectGoals, version: GoalVersion): ProjectGoals {
  return {
    ...update(goals, sameAs(version), () => ({ state: 'clearing' })),
    clearedRevision: Math.max(goals.clearedRevision, version.liveTo ?? 0),
  };
}

/** Of a key's versions the newest is kept, cleared or not: it is what the next one is numbered after. */
export function finishClearing(goals: ProjectGoals, version: GoalVersion): ProjectGoals {
  const cleared = update(goals, sameAs(version), () => ({ state: 'cleared' }));
  const newest = newestVersion(goals, version.key);
  return {
    ...cleared,
    versions: cleared.versions.filter(
      (one) => one.key !== version.key || one.state !== 'cleared' || one.version === newest,
    ),
  };
}

/** The version whose turn it is, and when its work is due. Matching comes first: somebody waits for it. */
export function nextDue(goals: ProjectGoals): { version: GoalVersion; at: number } | null {
  const due = goals.versions.flatMap((version) => {
    const at = dueAt(version);
    return at === null ? [] : [{ version, at }];
  });
  return due.sort((one, other) => one.at - other.at || one.version.no - other.version.no)[0] ?? null;
}

function dueAt({ state, retiredAt }: GoalVersion): number | null {
  if (state === 'matching') return 0;
  if (state === 'clearing') return 1;
  return state === 'retired' ? retiredAt! + SNAPSHOT_KEPT_MS : null;
}

export function toGoal(version: GoalVersion): Goal {
  const { no, state, liveFrom, liveTo, retiredAt, examined, total, resume, ...goal } = version;
  // Events that arrive meanwhile may be examined too.
  return {
    ...goal,
    matching: { state: state === 'matching' ? 'running' : 'done', matched: Math.min(examined, total), total },
  };
}

/** A version still matching is overtaken by the new one. */
function addVersion(goals: ProjectGoals, goal: GoalDefinition, total: number, now: number): ProjectGoals {
  const version: GoalVersion = {
    ...goal,
    no: goals.nextNo,
    version: newestVersion(goals, goal.key) + 1,
    state: 'matching',
    liveFrom: null,
    liveTo: null,
    retiredAt: null,
    examined: 0,
    total,
    resume: null,
  };
  const { versions } = retire(goals, goal.key, 'matching', null, now);
  return { ...goals, nextNo: goals.nextNo + 1, versions: [...versions, version] };
}

export function newestVersion(goals: ProjectGoals, key: GoalKey): number {
  return Math.max(0, ...goals.versions.filter((one) => one.key === key).map(({ version }) => version));
}

function retire(
  goals: ProjectGoals,
  key: GoalKey,
  state: 'matching' | 'live',
  liveTo: number | null,
  now: number,
): ProjectGoals {
  return update(
    goals,
    (one) => one.key === key && one.state === state,
    () => ({ state: 'retired', liveTo, retiredAt: now }),
  );
}

function sameAs({ no }: GoalVersion): (one: GoalVersion) => boolean {
  return (one) => one.no === no;
}

type Changes = Partial<Omit<GoalVersion, keyof GoalDefinition>> & Partial<Pick<Goal, 'name' | 'value' | 'currency'>>;

function update(
  goals: ProjectGoals,
  which: (one: GoalVersion) => boolean,
  changes: (one: GoalVersion) => Changes,
): ProjectGoals {
  return { ...goals, versions: goals.versions.map((one) => (which(one) ? { ...one, ...changes(one) } : one)) };
}
