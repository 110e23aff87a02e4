import type { ChainElement } from './event.js';
import type { GoalKey, SessionId, VisitId } from './ids.js';

/** Type of a conversion: the type of the goal it met. `event` goes beyond the reference page. */
export const CONVERSION_TYPES = ['click', 'url', 'event'] as const;
export type ConversionType = (typeof CONVERSION_TYPES)[number];

/** One goal met by one event. */
export interface Conversion {
  /** `session_id:type:goal_key:event_id`; the same conversion has the same id for ever, in every store. */
  readonly id: string;
  readonly sessionId: SessionId;
  readonly type: ConversionType;
  readonly goal: { readonly key: GoalKey; readonly name: string; readonly version: number };
  /** Milliseconds since 1970, UTC. */
  readonly occurredAt: number;
  /** Where it happened: the event's own URL, or that of the visit it happened on. */
  readonly url: string | null;
  /** Of the visit it happened on, when that visit is of the same URL. */
  readonly title: string | null;
  readonly element: readonly ChainElement[] | null;
  /** The goal's fixed value, or else the event's own. */
  readonly value: string | null;
  readonly currency: string | null;
  /** The visit it happened on: a visit itself, or else the session's latest visit that is not later, by (time, id). */
  readonly visitId: VisitId | null;
}

/** How often one session converted. */
export interface SessionCount {
  readonly sessionId: SessionId;
  readonly count: number;
  readonly byType: Readonly<Record<ConversionType, number>>;
}
