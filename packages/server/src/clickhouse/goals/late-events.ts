import type { EventPlace } from '../../store/contents.js';
import { type GoalVersion, isInUse, type LateEvents, type ProjectGoals, update } from '../../store/goals/versions.js';

/**
 * How long after goals were read an event may be stored that was matched with them, in ms. The process that stores it then
 * reads the goals again, and adds what is missing, unless it is killed first.
 */
export const STORED_WITHIN_MS = 60_000;

/** A version that may lack conversions of events that were stored late, and when it can be completed. */
interface Due {
  readonly version: GoalVersion;
  readonly late: LateEvents & { readonly dueAt: number };
}

/** Marks the versions that a change adds. `time`: before the change, see `storeTime`. */
export function expectLateEvents(before: ProjectGoals, after: ProjectGoals, time: number): ProjectGoals {
  const late = { since: msOf(time) - STORED_WITHIN_MS, dueAt: null, after: null };
  return update(
    after,
    ({ no }) => no >= before.nextNo,
    () => ({ late }),
  );
}

/** Says by when all late events have been stored. `time`: when every process could see the version, see `storeTime`. */
export function limitLateEvents(goals: ProjectGoals, { no }: GoalVersion, time: number): ProjectGoals {
  return update(
    goals,
    (one) => one.no === no,
    ({ late }) => ({ late: late ? { ...late, dueAt: msOf(time) + STORED_WITHIN_MS } : null }),
  );
}

/** The versions that events which were stored before may not have been matched with. */
export function mayLackEvents({ versions }: ProjectGoals): GoalVersion[] {
  return versions.filter((version) => isInUse(version) && version.late);
}

/** The next version whose late events are to be matched. */
export function nextLate({ versions }: ProjectGoals): Due | null {
  const due = versions.flatMap((version) => {
    const { state, late } = version;
    return state === 'live' && late && late.dueAt !== null ? [{ version, late: { ...late, dueAt: late.dueAt } }] : [];
  });
  return due.sort((one, other) => one.late.dueAt - other.late.dueAt)[0] ?? null;
}

/** Records a step of matching them. `last`: the last event of the step; null when no more are left. */
export function lateProgress(goals: ProjectGoals, { no }: GoalVersion, last: EventPlace | null): ProjectGoals {
  return update(
    goals,
    (one) => one.no === no,
    ({ late }) => ({ late: late && last ? { ...late, after: last } : null }),
  );
}

function msOf(microseconds: number): number {
  return Math.floor(microseconds / 1000);
}
