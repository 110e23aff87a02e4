import { type Goal, type GoalDefinition, valueFromOf } from '../../model/goal.js';
import type { GoalKey } from '../../model/ids.js';
import type { EventPlace } from '../contents.js';

/** A version of a goal. Conversions refer to their version by its `no`. */
export type GoalVersion = GoalDefinition & {
  /** Unique in its project and never reused; 0 is not used. */
  readonly no: number;
  readonly version: number;
  /**
   * `matching`: stored events are being matched, and readers do not see it; `live`: readers see it; `retired`: replaced
   * or removed, and still visible to readers that began before; `clearing`: invisible, and its conversions are being
   * deleted; `cleared`: they are deleted.
   */
  readonly state: 'matching' | 'live' | 'retired' | 'clearing' | 'cleared';
  /** Visible to readers at revisions from `liveFrom` (included) to `liveTo` (not included). */
  readonly liveFrom: number | null;
  readonly liveTo: number | null;
  /** Milliseconds since 1970, UTC. */
  readonly retiredAt: number | null;
  /** Stored events examined so far, and their total number. */
  readonly examined: number;
  readonly total: number;
  /**
   * Examined events that the rule matches. Null or absent for versions matched by Goalpost 0.1.0, which did not count
   * them.
   */
  readonly matched?: number | null;
  /** The event after which background work on this version continues; null if it has not begun or there is none. */
  readonly resume: EventPlace | null;
  /** See `clickhouse/goals/late-events.ts`. Null or absent once all of them have been matched, and in SQLite. */
  readonly late?: LateEvents | null;
};

/**
 * Events that were stored while a version was matched with the events before it, or soon after, by a process that did not
 * know the version yet. Times are in ms since 1970.
 */
export interface LateEvents {
  /** They were stored at this time or later. */
  readonly since: number;
  /** When all of them have been stored; null while the version is not live. */
  readonly dueAt: number | null;
  /** The event after which matching them continues. */
  readonly after: EventPlace | null;
}

/** All goals of a project. Each change makes a new revision, and a read uses the versions of one revision. */
export interface ProjectGoals {
  /** The `no` of the next version. */
  readonly nextNo: number;
  /** Readers at an older revision may miss conversions that have been deleted. */
  readonly clearedRevision: number;
  readonly versions: readonly GoalVersion[];
}

export const NO_GOALS: ProjectGoals = { nextNo: 1, clearedRevision: 0, versions: [] };

/** Whether new events are matched against the version. */
export function isInUse({ state }: Pick<GoalVersion, 'state'>): boolean {
  return state === 'matching' || state === 'live';
}

/** The newest version in use of each goal, ordered by key. */
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

/** The versions visible at a revision. */
export function versionsAt(goals: ProjectGoals, revision: number): GoalVersion[] {
  return goals.versions.filter(
    ({ liveFrom, liveTo }) => liveFrom !== null && liveFrom <= revision && (liveTo === null || liveTo > revision),
  );
}

/** The number of a key's newest version, in use or not; 0 if there is none. */
export function newestVersion(goals: ProjectGoals, key: GoalKey): number {
  return Math.max(0, ...goals.versions.filter((one) => one.key === key).map(({ version }) => version));
}

export function toGoal(version: GoalVersion): Goal {
  const { no, state, liveFrom, liveTo, retiredAt, examined, matched, total, resume, late, ...goal } = version;
  // New events may be examined too, so `examined` may exceed `total`.
  const shown = Math.min(examined, total);
  return {
    ...goal,
    valueFrom: valueFromOf(goal),
    matching: {
      state: state === 'matching' ? 'running' : 'done',
      examined: shown,
      matched: shown === 0 ? 0 : matched == null ? null : Math.min(matched, shown),
      total,
    },
  };
}

type Changes = Partial<Omit<GoalVersion, keyof GoalDefinition>> &
  Partial<Pick<Goal, 'name' | 'value' | 'currency' | 'valueFrom'>>;

/** Changes some versions of the goals; the others stay the same objects. */
export function update(
  goals: ProjectGoals,
  which: (one: GoalVersion) => boolean,
  changes: (one: GoalVersion) => Changes,
): ProjectGoals {
  return { ...goals, versions: goals.versions.map((one) => (which(one) ? { ...one, ...changes(one) } : one)) };
}

/**
 * Retires versions. `liveTo`: the first revision at which readers no longer see them; null for versions that no reader
 * has seen.
 */
export function retire(
  goals: ProjectGoals,
  which: (one: GoalVersion) => boolean,
  liveTo: number | null,
  now: number,
): ProjectGoals {
  return update(goals, which, () => ({ state: 'retired', liveTo, retiredAt: now, resume: null }));
}
