import type { TypedRule } from '../goal.js';
import type { GoalKey } from '../ids.js';

/** Steps of a funnel. */
export const STEPS_MIN = 2;
export const STEPS_MAX = 10;

/** `eventually`: anything may happen between two steps; `directly`: no other visit. */
export const STEP_ORDERS = ['eventually', 'directly'] as const;
export type StepOrder = (typeof STEP_ORDERS)[number];

/** A step is reached by an event that is a conversion of the goal, or by one that the rule matches. */
export type FunnelStep = { readonly goal: GoalKey } | { readonly typed: TypedRule };

/** What a session has to do, step by step. */
export interface FunnelPath {
  /** `STEPS_MIN` to `STEPS_MAX`. */
  readonly steps: readonly FunnelStep[];
  readonly order: StepOrder;
  /** All steps happen within this time after the first, in ms; null for any time. */
  readonly withinMs: number | null;
}

/** Sessions that reached a step, or those of them that did not reach the next one. */
export const FUNNEL_SESSIONS = ['reached', 'left_after'] as const;
export type FunnelSessions = (typeof FUNNEL_SESSIONS)[number];

/** Events of the period's sessions, of any type, up to which a step can be a rule. */
export const RULE_EVENTS_MAX = 2_000_000;
