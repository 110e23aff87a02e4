import type { Visitor } from '../../collect/visitor.js';
import { StoredLately } from '../stored-lately.js';
import type { Connection } from './connection.js';
import { saveVisitor } from './visitors.js';

/** Some 2 MB. */
const STORED_LATELY_MAX = 20_000;

/** The notes of whose sessions are whose that come with the events of one commit; each comes with every event. */
export class VisitorNotes {
  readonly #connection: Connection;
  readonly #lately: StoredLately;
  readonly #stored: string[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#lately = latelyStored(connection);
  }

  store(sessionNo: number, visitor: Visitor): void {
    const key = `${sessionNo} ${visitor.day} ${visitor.hash}`;
    if (this.#lately.has(key)) return;
    saveVisitor(this.#connection, sessionNo, visitor);
    this.#stored.push(key);
  }

  /** To be called once the commit has succeeded. */
  areStored(): void {
    this.#lately.add(this.#stored);
  }
}

/** Reads all notes of visitors, of which there are two days', so it is told of many sessions at once. */
export function forgetSessions(connection: Connection, sessionNos: readonly number[]): void {
  connection
    .statement('DELETE FROM visitors WHERE session_no IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(sessionNos));
  latelyStored(connection).clear();
}

const byConnection = new WeakMap<Connection, StoredLately>();

function latelyStored(connection: Connection): StoredLately {
  const lately = byConnection.get(connection) ?? new StoredLately(STORED_LATELY_MAX);
  byConnection.set(connection, lately);
  return lately;
}
