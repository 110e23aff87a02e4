import { UNKNOWN } from '../../packages/server/dist/model/client.js';
import { entryOf, NO_ENTRY } from '../../packages/server/dist/model/entry/entry.js';
import { clientNo } from '../../packages/server/dist/sqlite/rows/clients.js';
import { INSERT_EVENT, toValues } from '../../packages/server/dist/sqlite/rows/event-rows.js';
import { Origins } from '../../packages/server/dist/sqlite/rows/origins.js';
import { toEventRow } from '../../packages/server/dist/store/event-row.js';
import { ENTRY_COLUMNS, ENTRY_FIELDS } from '../../packages/server/dist/store/session-row.js';
import { projectRows } from './data-dir.mjs';

/**
 * Turns sessions into the rows that importing them would create, and inserts these rows directly: without parsing, matching
 * or look-ups of repeats.
 */
export class Rows {
  #connection;
  #origins;
  #projectNo;
  #goals;
  #sessionNo = 0;
  #insertSession;
  #insertEvent;
  #insertConversion;

  /** `connection` is a connection of the store. */
  constructor(connection) {
    const prepare = (sql) => connection.statement(sql);
    const { projectNo, goals } = projectRows(prepare);
    this.#connection = connection;
    this.#origins = new Origins(connection);
    this.#projectNo = projectNo;
    this.#goals = goals;
    this.#insertSession = prepare(
      `INSERT INTO sessions (session_no, project_no, session_id, started_at, ended_at, visits, clicks, custom_events, client_no,
         ${ENTRY_COLUMNS.join(', ')})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${ENTRY_COLUMNS.map(() => '?').join(', ')})`,
    );
    this.#insertEvent = prepare(INSERT_EVENT);
    this.#insertConversion = prepare(
      `INSERT INTO conversions (project_no, session_id, occurred_at, event_id, goal_no, once) VALUES (?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Yields each row with the time of its event. */
  *of({ id, events, client = UNKNOWN }) {
    const sessionNo = ++this.#sessionNo;
    const times = events.map(({ event }) => event.at);
    const count = (type) => events.filter(({ event }) => event.type === type).length;
    const bounds = [Math.min(...times), Math.max(...times)];
    const tallies = [count('visit'), count('click'), count('event')];
    const first = events.find(({ event }) => event.type === 'visit');
    const entry = first ? entryOf(first.event) : NO_ENTRY;
    yield {
      at: bounds[0],
      insert: this.#insertSession,
      values: [
        ...[sessionNo, this.#projectNo, id, ...bounds, ...tallies, clientNo(this.#connection, client)],
        ...ENTRY_FIELDS.map((field) => entry[field]),
      ],
    };
    for (const { event, goalKey } of events) {
      const { values: ofEvent, origin } = toValues(sessionNo, toEventRow(event), this.#origins);
      this.#origins.count(origin);
      yield { at: event.at, insert: this.#insertEvent, values: ofEvent };
      if (goalKey === null) continue;
      const { no, count } = this.#goals.get(goalKey);
      const values = [this.#projectNo, id, event.at, event.id, no, count === 'once' ? 1 : null];
      yield { at: event.at, insert: this.#insertConversion, values };
    }
  }

  /** Inserts rows in transactions of `rowsPerTransaction`, and updates the project's number of events. */
  insert(rows, rowsPerTransaction) {
    let open = 0;
    let events = 0;
    for (const { insert, values } of rows) {
      if (open === 0) this.#connection.execute('BEGIN IMMEDIATE');
      insert.run(...values);
      if (insert === this.#insertEvent) events++;
      open = (open + 1) % rowsPerTransaction;
      if (open === 0) this.#connection.execute('COMMIT');
    }
    if (open === 0) this.#connection.execute('BEGIN IMMEDIATE');
    this.#connection
      .statement('UPDATE projects SET events_stored = events_stored + ? WHERE project_no = ?')
      .run(events, this.#projectNo);
    this.#origins.save();
    this.#connection.execute('COMMIT');
  }
}
