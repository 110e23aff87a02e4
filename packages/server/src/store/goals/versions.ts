import type { Goal, GoalDefinition } from '../../model/goal.js';
import type { GoalKey } from '../../model/ids.js';
import type { EventPlace } from '../contents.js';

/** A version of a goal. Conversions name the version that made them by its `no`. */
export type GoalVersion = GoalDefinition & {
  /** Unique in its project, never used again; 0 is no version's. */
  readonly no: number;
  readonly version: number;
  /**
   * `matching`: history is being matched, unseen by readers; `live`: readers see it; `retired`: replaced or removed,
   * readers that began before still see it; `clearing`: nobody may see it, its conversions are being deleted; `cleared`:
   * they are gone.
   */
  readonly state: 'matching' | 'live' | 'retired' | 'clearing' | 'cleared';
  /** Visible to readers at revisions from `liveFrom` (included) to `liveTo` (not included). */
  readonly liveFrom: number | null;
  readonly liveTo: number | null;
  /** Milliseconds since 1970, UTC. */
  readonly retiredAt: number | null;
  /** Stored events that were compared with the rule, and how many there are. */
  readonly examined: number;
  readonly total: number;
  /** Examined events that the rule matches. Null or absent: matched by Goalpost 0.1.0, which did not count them. */
  readonly matched?: number | null;
  /** The event after which background work on this version goes on; null: it has not begun, or there is none. */
  readonly resume: EventPlace | null;
};

/** All goals of a project. Each change of them makes the next revision, and a read uses the versions of one revision. */
export interface ProjectGoals {
  /** Of the next version. */
  readonly nextNo: number;
  /** Readers at an older revision than this may miss conversions that have been cleared away. */
  readonly clearedRevision: number;
  readonly versions: readonly GoalVersion[];
}

export const NO_GOALS: ProjectGoals = { nextNo: 1, clearedRevision: 0, versions: [] };

/** Whether events are matched against the version when they arrive. */
export function isInUse({ state }: Pick<GoalVersion, 'state'>): boolean {
  return state === 'matching' || state === 'live';
}

/** By key; the newest version in use of each goal. */
export function currentGoals(goals: ProjectGoals): GoalVersion[] {
  const newest = new Map<GoalKey, GoalVersion>();
  for (const one of goals.versions) {
    if (isInUse(one) && one.version > (newest.get(one.key)?.version ?? 0)) newest.set(one.key, one);
  }
  return [...newest.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

export function currentGoal(goals: ProjectGoals, key: GoalKey): GoalVersion | undefined {
  return currentGoals(goals).find((goal) => goal.key === key);
}

/** What a reader at a revision sees. */
export function versionsAt(goals: ProjectGoals, revision: number): GoalVersion[] {
  return goals.versions.filter(
    ({ liveFrom, liveTo }) => liveFrom !== null && liveFrom <= revision && (liveTo === null || liveTo > revision),
  );
}

/** The number of a key's newest version, in use or not; 0 when it has none. */
export function newestVersion(goals: ProjectGoals, key: GoalKey): number {
  return Math.max(0, ...goals.versions.filter((one) => one.key === key).map(({ version }) => version));
}

export function toGoal(version: GoalVersion): Goal {
  const { no, state, liveFrom, liveTo, retiredAt, examined, matched, total, resume, ...goal } = version;
  // Events that arrive meanwhile may be examined too.
  const shown = Math.min(examined, total);
  return {
    ...goal,
    matching: {
      state: state === 'matching' ? 'running' : 'done',
      examined: shown,
      matched: shown === 0 ? 0 : matched == null ? null : Math.min(matched, shown),
      total,
    },
  };
}

type Changes = Partial<Omit<GoalVersion, keyof GoalDefinition>> & Partial<Pick<Goal, 'name' | 'value' | 'currency'>>;

/** The goals after a change of some versions; the others stay the same objects. */
export function update(
  goals: ProjectGoals,
  which: (one: GoalVersion) => boolean,
  changes: (one: GoalVersion) => Changes,
): ProjectGoals {
  return { ...goals, versions: goals.versions.map((one) => (which(one) ? { ...one, ...changes(one) } : one)) };
}

/** `liveTo`: the revision from which readers do not see them any more; null for versions that none has seen. */
export function retire(
  goals: ProjectGoals,
  which: (one: GoalVersion) => boolean,
  liveTo: number | null,
  now: number,
): ProjectGoals {
  return update(goals, which, () => ({ state: 'retired', liveTo, retiredAt: now, resume: null }));
}
