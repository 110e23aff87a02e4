import type { Client } from '../../model/client.js';
import type { Event } from '../../model/event.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Visitor } from '../../model/visitor.js';

export interface EventStore {
  /**
   * Stores events, each with its conversions and its part in its session. Resolves once all are durable; a call that rejects
   * may have stored some of them, and is safe to repeat. An event with the same (session, event id) as a stored one is not
   * stored again. Returns for each event, in order, whether it was `stored` or `repeated`; null when the project does not
   * exist. `facts` holds more about the sessions of these events.
   */
  record(
    projectId: ProjectId,
    events: readonly Event[],
    facts?: SessionFactsById,
    options?: RecordOptions,
  ): Promise<Recorded[] | null>;
}

export interface RecordOptions {
  /** Lets a store skip an expensive lookup: repeated events may be reported as `stored`. They still count once. */
  readonly mayOverlookRepeated?: boolean;
}

export type Recorded = 'stored' | 'repeated';

/** Facts about a session that a collector learns from a request. */
export interface SessionFacts {
  /** Fills in unknown fields of the session's client; known fields are kept. */
  readonly client: Client | null;
  /** The session's visitor. */
  readonly visitor: Visitor | null;
}
export type SessionFactsById = ReadonlyMap<SessionId, SessionFacts>;

/** Data about visitors that lets any process find their sessions again. Never kept longer than the salt of its day. */
export interface VisitorStore {
  /**
   * The secret of a day (UTC, `YYYY-MM-DD`), 64 hex digits. The first call creates it; all later calls return the same
   * one.
   */
  salt(day: string): Promise<string>;
  /** Sessions recorded for one of these visitors with an event at or after `since`, oldest first. */
  sessions(visitors: readonly Visitor[], since: number): Promise<SessionSpan[]>;
  /**
   * Deletes a small part of the data of days before `day`, salts first, and overwrites its bytes. False when nothing is
   * left.
   */
  forget(day: string): Promise<boolean>;
}

/** A session's time from its first event to its last. */
export interface SessionSpan {
  readonly id: SessionId;
  readonly startedAt: number;
  readonly endedAt: number;
}
