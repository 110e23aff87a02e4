import type { Event } from '../../model/event.js';
import type { Goal, GoalDefinition, TypedRule } from '../../model/goal.js';
import type { GoalKey, ProjectId } from '../../model/ids.js';
import type { Period } from '../../model/period.js';

export interface GoalStore {
  /** Ordered by key. */
  list(projectId: ProjectId): Promise<Goal[]>;
  find(projectId: ProjectId, key: GoalKey): Promise<Goal | null>;
  /**
   * Refused when the key is taken or there are `GOALS_MAX` goals. Readers see no conversions of the goal until history
   * has been matched.
   */
  create(projectId: ProjectId, goal: GoalDefinition): Promise<Goal | 'taken' | 'full'>;
  /**
   * Replaces a goal. `expected` is the goal as the caller read it; the result is `changed` if it has been changed
   * since, and null when it does not exist. A change of type, rule or counting mode makes a new version. Its
   * conversions replace those of the old version in one step, once history has been matched. Any other change takes
   * effect at once.
   */
  replace(projectId: ProjectId, expected: GoalDefinition, goal: GoalDefinition): Promise<Goal | 'changed' | null>;
  /** False when the goal does not exist. Readers stop seeing its conversions at once. */
  remove(projectId: ProjectId, key: GoalKey): Promise<boolean>;
  /**
   * Does a small piece of background work: matches a batch of stored events against a version, or deletes conversions
   * of versions that no reader can see any more. Progress is stored, so any process may do the next piece, even after a
   * crash. False when nothing is left to do.
   */
  work(): Promise<boolean>;
  /**
   * Matches a rule against a small part of the stored events of its type, latest sessions first. Stores nothing.
   * `after` is where the previous part ended.
   */
  preview(query: PreviewQuery, after: string | null): Promise<PreviewPart>;
}

/** A rule to preview, and the period of the events to try it on. */
export interface PreviewQuery {
  readonly projectId: ProjectId;
  readonly typed: TypedRule;
  readonly period: Period;
}

/** The result of one part of a preview. */
export interface PreviewPart {
  /** Events of the rule's type in the period. */
  readonly examined: number;
  /** When the matching events occurred, in milliseconds since 1970; in no order. */
  readonly matchedAt: readonly number[];
  /** Sessions with a matching event. No session is counted in two parts. */
  readonly sessions: number;
  /** Some of the matching events, at most `PREVIEW_EXAMPLES_MAX`. */
  readonly examples: readonly Event[];
  /** Where the next part begins, in the store's own format; null when there is no more. */
  readonly next: string | null;
}

export const PREVIEW_EXAMPLES_MAX = 10;
