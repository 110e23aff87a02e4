import type { Session } from '../../model/session.js';
import type { FunnelAnswer, FunnelQuestion, FunnelTest } from '../funnels/question.js';
import type { ReportAnswer, ReportQuestion } from '../reports/question.js';
import type { SessionPage, SessionSelection } from './sessions.js';

export interface ReportStore {
  /**
   * Counts what all sessions did. Exact: the figures include every event recorded before the call. When `signal` aborts,
   * the work ends soon and the call rejects with the signal's reason.
   */
  answer(question: ReportQuestion, signal: AbortSignal): Promise<ReportAnswer>;
  /**
   * Does a small piece of background work that makes later reports faster; they are right without it. False when nothing is
   * left to do.
   */
  work(): Promise<boolean>;
  /** How far that work is. It reads the days of all projects, so it takes milliseconds for each year. */
  progress(): Promise<Progress>;
}

/** Days that are over, of all projects. */
export interface Progress {
  readonly days: number;
  /** How many of them need no more background work. */
  readonly prepared: number;
}

export interface FunnelStore {
  /**
   * Counts how far sessions went on a path, exactly, as `ReportStore.answer` does. `too_many_events`: a step is a rule, and the
   * sessions of the periods have more events than `ruleEventsMax`.
   */
  answer(question: FunnelQuestion, signal: AbortSignal): Promise<FunnelAnswer | 'too_many_events'>;
  /** As `SessionStore.list`, only of sessions that pass the test. Aborts as `answer` does. */
  list(
    selection: SessionSelection,
    test: FunnelTest,
    page: SessionPage,
    signal: AbortSignal,
  ): Promise<{ total: number; sessions: Session[] } | 'too_many_events'>;
}
