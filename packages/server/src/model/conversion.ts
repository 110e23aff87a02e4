import type { ChainElement, Origin } from './event.js';
import type { GoalKey, SessionId, VisitId } from './ids.js';

/** The type of a conversion is the type of the goal it met. `event` is not in the original API. */
export const CONVERSION_TYPES = ['click', 'url', 'event'] as const;
export type ConversionType = (typeof CONVERSION_TYPES)[number];

/** One goal met by one event. */
export interface Conversion {
  /** `session_id:type:goal_key:event_id`. A conversion keeps its id forever and has the same one in every store. */
  readonly id: string;
  readonly sessionId: SessionId;
  readonly type: ConversionType;
  readonly goal: { readonly key: GoalKey; readonly name: string; readonly version: number };
  /** Milliseconds since 1970, UTC. */
  readonly occurredAt: number;
  /** The URL of the event, or that of the visit on which it happened. */
  readonly url: string | null;
  /** The title of the visit on which it happened, if that visit has the same URL. */
  readonly title: string | null;
  readonly element: readonly ChainElement[] | null;
  /** From where the goal's `valueFrom` says. */
  readonly value: string | null;
  readonly currency: string | null;
  /**
   * The visit on which it happened: the event itself if it is a visit, otherwise the session's latest visit that is not
   * later, by (time, id). For a trusted event only trusted visits count, if the session has any.
   */
  readonly visitId: VisitId | null;
  /** That of its event. */
  readonly origin: Origin;
}

/** The number of conversions of one session. */
export interface SessionCount {
  readonly sessionId: SessionId;
  readonly count: number;
  readonly byType: Readonly<Record<ConversionType, number>>;
}
