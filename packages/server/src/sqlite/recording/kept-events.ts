import type { Client } from '../../model/client.js';
import type { Entry } from '../../model/entry/entry.js';
import type { Origin } from '../../model/event.js';
import type { SessionId } from '../../model/ids.js';
import type { EventRow } from '../../store/event-row.js';
import type { Connection } from '../database/connection.js';
import type { FeedNotes } from '../feed/feed-notes.js';
import { type EventValues, INSERT_EVENT, toValues } from '../rows/event-rows.js';
import type { Origins } from '../rows/origins.js';
import { removePublicEvent } from './remove-public-event.js';
import { type Happened, SessionTally } from './session-tally.js';

/** A session of kept events. */
export interface KeptSession {
  readonly sessionNo: number;
  /** Goals that count once, and whose conversion in this session was removed with a public event. */
  readonly goalsLost: ReadonlySet<number>;
}

/** The client of a session as events of an origin tell it; null when nothing is known. */
type ClientOf = (sessionId: SessionId, origin: Origin) => Client | null;

/** What a commit collects beside its events. */
export interface Collected {
  readonly origins: Origins;
  readonly feed: FeedNotes | null;
}

interface Underway {
  readonly tally: SessionTally;
  readonly goalsLost: Set<number>;
}

/** Stores events of one project and updates their sessions, as part of a commit. */
export class KeptEvents {
  readonly #connection: Connection;
  readonly #projectNo: number;
  readonly #origins: Origins;
  readonly #feed: FeedNotes | null;
  readonly #clientOf: ClientOf;
  readonly #sessions = new Map<SessionId, Underway>();
  #added = 0;

  constructor(connection: Connection, projectNo: number, { origins, feed }: Collected, clientOf: ClientOf) {
    this.#connection = connection;
    this.#projectNo = projectNo;
    this.#origins = origins;
    this.#feed = feed;
    this.#clientOf = clientOf;
  }

  /** How many more events there are than before. */
  get added(): number {
    return this.#added;
  }

  /**
   * False when the event is already stored. A trusted event replaces a public one with its id, and the public one's
   * conversions go with it. `entry` tells how the session began according to this event.
   */
  keep(event: Happened, row: EventRow, entry: () => Entry | null): boolean {
    const session = this.#sessionOf(event);
    session.tally.note(event);
    const isNew = this.#insert(session, row);
    if (!isNew && !this.#replace(session, event, row)) return false;
    if (isNew) this.#added++;
    session.tally.add(event, row, entry);
    return true;
  }

  /** Saves changed sessions. */
  saveSessions(): Map<SessionId, KeptSession> {
    const saved = new Map<SessionId, KeptSession>();
    for (const [sessionId, { tally, goalsLost }] of this.#sessions) {
      tally.save((origin) => this.#clientOf(sessionId, origin));
      saved.set(sessionId, { sessionNo: tally.sessionNo, goalsLost });
    }
    return saved;
  }

  #insert({ tally }: Underway, row: EventRow): boolean {
    const { values, origin } = toValues(tally.sessionNo, row, this.#origins);
    if (this.#connection.statement<unknown, EventValues>(INSERT_EVENT).run(...values).changes === 0) return false;
    if (origin !== null) this.#origins.count(origin);
    return true;
  }

  #replace(session: Underway, event: Happened, row: EventRow): boolean {
    if (event.origin === 'public') return false;
    const { tally, goalsLost } = session;
    const removed = removePublicEvent(this.#connection, this.#projectNo, tally.sessionNo, event, this.#feed);
    if (!removed) return false;
    if (removed.urlOrigin !== null) this.#origins.release(removed.urlOrigin);
    for (const goalNo of removed.goalsLost) goalsLost.add(goalNo);
    tally.remove(removed);
    return this.#insert(session, row);
  }

  #sessionOf(event: Happened): Underway {
    const { sessionId, origin } = event;
    let session = this.#sessions.get(sessionId);
    if (!session) {
      const tally = SessionTally.of(this.#connection, this.#projectNo, event, this.#clientOf(sessionId, origin));
      session = { tally, goalsLost: new Set() };
      this.#sessions.set(sessionId, session);
    }
    return session;
  }
}
