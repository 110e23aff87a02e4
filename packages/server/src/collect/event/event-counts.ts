/** Why a readable event was left out on purpose. */
export const FILTER_REASONS = ['bot', 'asset', 'status', 'method', 'excluded'] as const;
export type FilterReason = (typeof FILTER_REASONS)[number];

/** Why a line was refused: beyond the limits, not text, not in the format, or with invalid content. */
export const REFUSAL_KINDS = ['too_long', 'not_utf8', 'malformed', 'invalid'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

/** All possible outcomes of an event; `opted_out` is of visitors who object. The list is closed, so that every event is counted. */
export const EVENT_OUTCOMES = ['stored', 'repeated', 'opted_out', ...FILTER_REASONS, ...REFUSAL_KINDS] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** Counts the outcomes of events. */
export interface EventCounts {
  events(outcome: EventOutcome, count: number): void;
}
