import type { SessionText } from '../session.js';

/** What a funnel can be grouped by: one property of the session. */
export type FunnelGroup = SessionText;

/** The sessions that began in a period, or those of one group. */
export interface FunnelFigures {
  readonly sessions: number;
  readonly steps: readonly StepFigures[];
}

export interface StepFigures {
  /** Sessions that reached the step. */
  readonly sessions: number;
  /** Between the step before and this one, in ms; null for the first step and for one that no session reached. */
  readonly durations: { readonly median: number; readonly p90: number } | null;
}

export interface FunnelRow {
  /** Null when it is not known. */
  readonly group: string | null;
  readonly figures: FunnelFigures;
  /** The same in the earlier period; null without one. */
  readonly before: FunnelFigures | null;
}
