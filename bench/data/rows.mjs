import { UNKNOWN } from '../../packages/server/dist/model/client.js';
import { clientNo } from '../../packages/server/dist/sqlite/rows/clients.js';
import { INSERT_EVENT, toValues } from '../../packages/server/dist/sqlite/rows/event-rows.js';
import { Origins } from '../../packages/server/dist/sqlite/rows/origins.js';
import { toEventRow } from '../../packages/server/dist/store/event-row.js';
import { projectRows } from './data-dir.mjs';

/**
 * Turns sessions into the rows that importing them would leave behind, and inserts such rows with nothing in the way: no
 * parsing, no matching, no looking for what is there already.
 */
export class Rows {
  #connection;
  #origins;
  #projectNo;
  #goals;
  #sessionNo = 0;
  #clientNo;
  #insertSession;
  #insertEvent;
  #insertConversion;

  /** `connection` is one of the store's. */
  constructor(connection) {
    const prepare = (sql) => connection.statement(sql);
    const { projectNo, goals } = projectRows(prepare);
    this.#connection = connection;
    this.#origins = new Origins(connection);
    this.#projectNo = projectNo;
    this.#goals = goals;
    this.#clientNo = clientNo(connection, UNKNOWN);
    this.#insertSession = prepare(
      `INSERT INTO sessions (session_no, project_no, session_id, started_at, ended_at, visits, clicks, custom_events, client_no)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertEvent = prepare(INSERT_EVENT);
    this.#insertConversion = prepare(
      `INSERT INTO conversions (project_no, session_id, occurred_at, event_id, goal_no, once) VALUES (?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Each row with the time of the event that brings it. */
  *of({ id, events }) {
    const sessionNo = ++this.#sessionNo;
    const times = events.map(({ event }) => event.at);
    const count = (type) => events.filter(({ event }) => event.type === type).length;
    const bounds = [Math.min(...times), Math.max(...times)];
    const tallies = [count('visit'), count('click'), count('event')];
    yield {
      at: bounds[0],
      insert: this.#insertSession,
      values: [sessionNo, this.#projectNo, id, ...bounds, ...tallies, this.#clientNo],
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

  /** Inserts rows, so many in a transaction, and notes how many events the project has now. */
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
