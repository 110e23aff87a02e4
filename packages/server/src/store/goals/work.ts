import type { EventPlace } from '../contents.js';
import { SNAPSHOT_KEPT_MS } from '../store.js';
import { type GoalVersion, newestVersion, type ProjectGoals, update } from './versions.js';

// Changes that background work makes to goals. Each function returns the changed goals.

/** A piece of background work: history to match, or conversions to delete, for all versions that are due. */
export type GoalWork =
  | { readonly kind: 'match'; readonly version: GoalVersion }
  | { readonly kind: 'clear'; readonly versions: readonly GoalVersion[] };

/**
 * The next piece that is due. Matching comes first, because its owner waits for it; then work that has already begun.
 */
export function nextWork({ versions }: ProjectGoals, now: number): GoalWork | null {
  const [version] = versions.filter(({ state }) => state === 'matching').sort((one, other) => one.no - other.no);
  if (version) return { kind: 'match', version };
  const clearing = versions.filter(({ state }) => state === 'clearing');
  if (clearing.length > 0) return { kind: 'clear', versions: clearing };
  const due = versions.filter((one) => one.state === 'retired' && dueAt(one)! <= now);
  return due.length > 0 ? { kind: 'clear', versions: due } : null;
}

/** When the next piece is due, in ms since 1970; null when there is none. Lower comes first. */
export function nextDueAt({ versions }: ProjectGoals): number | null {
  const due = versions.map(dueAt).filter((at) => at !== null);
  return due.length > 0 ? Math.min(...due) : null;
}

function dueAt({ state, retiredAt }: GoalVersion): number | null {
  if (state === 'matching') return 0;
  if (state === 'clearing') return 1;
  return state === 'retired' ? retiredAt! + SNAPSHOT_KEPT_MS : null;
}

/** One step of matching stored events. */
export interface Step {
  readonly examined: number;
  readonly matched: number;
  /** The last event examined; null if there was none. */
  readonly last: EventPlace | null;
}

/** Records a step. Null when another process has done this step, or the version is no longer matching. */
export function progress(goals: ProjectGoals, version: GoalVersion, step: Step): ProjectGoals | null {
  const now = goals.versions.find(({ no }) => no === version.no);
  if (now?.state !== 'matching' || now.examined !== version.examined) return null;
  return update(
    goals,
    ({ no }) => no === version.no,
    ({ examined, matched, resume }) => ({
      examined: examined + step.examined,
      matched: matched == null ? null : matched + step.matched,
      resume: step.last ?? resume,
    }),
  );
}

/** Corrects the number of stored events after the version was created. */
export function setTotal(goals: ProjectGoals, { no }: GoalVersion, total: number): ProjectGoals {
  return update(
    goals,
    (one) => one.no === no,
    () => ({ total }),
  );
}

/** Hides versions from all readers while their conversions are deleted. `resume`: how far the deletion has got. */
export function clearing(
  goals: ProjectGoals,
  versions: readonly GoalVersion[],
  resume: EventPlace | null = null,
): ProjectGoals {
  return {
    ...update(goals, among(versions), () => ({ state: 'clearing', resume })),
    clearedRevision: Math.max(goals.clearedRevision, ...versions.map(({ liveTo }) => liveTo ?? 0)),
  };
}

/**
 * Marks versions as cleared and drops them, except for the newest version of a key: the next one is numbered after it.
 */
export function finishClearing(goals: ProjectGoals, versions: readonly GoalVersion[]): ProjectGoals {
  const cleared = update(goals, among(versions), () => ({ state: 'cleared', resume: null }));
  const keys = new Set(versions.map(({ key }) => key));
  return {
    ...cleared,
    versions: cleared.versions.filter(
      ({ key, state, version }) => !keys.has(key) || state !== 'cleared' || version === newestVersion(goals, key),
    ),
  };
}

function among(versions: readonly GoalVersion[]): (one: GoalVersion) => boolean {
  const nos = new Set(versions.map(({ no }) => no));
  return ({ no }) => nos.has(no);
}
