/** Why a readable event was left out on purpose. */
export const FILTER_REASONS = ['bot', 'asset', 'status', 'method', 'excluded'] as const;
export type FilterReason = (typeof FILTER_REASONS)[number];

/** What kind of mistake a refused line holds: not within limits, not text, not of the format, or of the wrong content. */
export const REFUSAL_KINDS = ['too_long', 'not_utf8', 'malformed', 'invalid'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

/** All that can become of an event that was sent. The list is closed, so that nothing goes uncounted. */
export const EVENT_OUTCOMES = ['stored', 'repeated', ...FILTER_REASONS, ...REFUSAL_KINDS] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** Where it is counted what became of events. */
export interface EventCounts {
  events(outcome: EventOutcome, count: number): void;
}
