import type { Client } from '../../model/client.js';
import type { Entry } from '../../model/entry.js';
import type { SessionId } from '../../model/ids.js';
import type { EventRow } from '../../store/event-row.js';
import type { Connection } from '../database/connection.js';
import { type EventValues, INSERT_EVENT, toValues } from '../rows/event-rows.js';
import type { Origins } from '../rows/origins.js';
import { type Happened, SessionTally } from './session-tally.js';

/** Stores events of one project and updates their sessions, as part of a commit. */
export class KeptEvents {
  readonly #connection: Connection;
  readonly #projectNo: number;
  readonly #origins: Origins;
  readonly #clientOf: (sessionId: SessionId) => Client | null;
  readonly #tallies = new Map<SessionId, SessionTally>();

  constructor(
    connection: Connection,
    projectNo: number,
    origins: Origins,
    clientOf: (sessionId: SessionId) => Client | null,
  ) {
    this.#connection = connection;
    this.#projectNo = projectNo;
    this.#origins = origins;
    this.#clientOf = clientOf;
  }

  /** False when the event is already stored. `entry` tells how the session began according to this event. */
  keep(event: Happened, row: EventRow, entry: () => Entry | null): boolean {
    const tally = this.#tallyOf(event);
    const { values, origin } = toValues(tally.sessionNo, row, this.#origins);
    if (this.#connection.statement<unknown, EventValues>(INSERT_EVENT).run(...values).changes === 0) return false;
    if (origin !== null) this.#origins.count(origin);
    tally.add(event, entry);
    return true;
  }

  /** Saves changed sessions. Returns the number of each session. */
  saveSessions(): Map<SessionId, number> {
    const numbers = new Map<SessionId, number>();
    for (const [sessionId, tally] of this.#tallies) {
      tally.save(this.#clientOf(sessionId));
      numbers.set(sessionId, tally.sessionNo);
    }
    return numbers;
  }

  #tallyOf(event: Happened): SessionTally {
    const { sessionId } = event;
    let tally = this.#tallies.get(sessionId);
    if (!tally) {
      tally = SessionTally.of(this.#connection, this.#projectNo, event, this.#clientOf(sessionId));
      this.#tallies.set(sessionId, tally);
    }
    return tally;
  }
}
