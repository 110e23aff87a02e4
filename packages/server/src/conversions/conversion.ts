import type { ChainElement } from '../collect/event.js';
import type { EventId, GoalKey, SessionId } from '../ids.js';

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
  readonly url: string | null;
  readonly title: string | null;
  readonly element: readonly ChainElement[] | null;
  readonly value: string | null;
  readonly currency: string | null;
  /** The visit it happened on: the session's latest at or before it, by (time, id). */
  readonly visitId: EventId | null;
}

/** One entry of a count. */
export interface SessionCount {
  readonly sessionId: SessionId;
  /** Whether the project has this session at all. */
  readonly known: boolean;
  readonly count: number;
  readonly byType: Readonly<Record<ConversionType, number>>;
}
