import { randomBytes } from 'node:crypto';
import { DAY_MS, KEPT_WITH_SESSION, type Visitor } from '../../model/visitor.js';
import type { SessionSpan } from '../../store/contract/events.js';
import type { Connection, Value } from '../database/connection.js';

/** Rows deleted per commit, so that other writers do not wait long. */
const FORGOTTEN_PER_STEP = 5000;

export function findSalt(connection: Connection, day: string): string | null {
  const row = connection.statement<{ salt: string }, [string]>('SELECT salt FROM salts WHERE day = ?').get(day);
  return row?.salt ?? null;
}

/** Creates the salt of a day, unless another process has created it in the meantime. */
export function makeSalt(connection: Connection, day: string): string {
  return connection.write(() => {
    connection
      .statement<unknown, [string, string]>('INSERT OR IGNORE INTO salts (day, salt) VALUES (?, ?)')
      .run(day, randomBytes(32).toString('hex'));
    return findSalt(connection, day)!;
  });
}

/** Called with every event; most visitors are already stored. */
export function saveVisitor(connection: Connection, sessionNo: number, { day, hash }: Visitor): void {
  connection
    .statement<unknown, [number, string, number]>(
      'INSERT OR IGNORE INTO visitors (day_no, hash, session_no) VALUES (?, ?, ?)',
    )
    .run(dayNo(day), hash, sessionNo);
}

/**
 * Deletes the visitors of sessions. Scans the whole table, which holds two days and a row for each session of a log, so pass many
 * sessions at once.
 */
export function forgetSessions(connection: Connection, sessionNos: readonly number[]): void {
  // Two statements: the notes of logs have an index, and those of a few days are searched through.
  for (const which of [`= ${KEPT_DAY_NO}`, `< ${KEPT_DAY_NO}`]) {
    connection
      .statement<unknown, [string]>(
        `DELETE FROM visitors WHERE day_no ${which} AND session_no IN (SELECT value FROM json_each(?))`,
      )
      .run(JSON.stringify(sessionNos));
  }
}

/** Written into the SQL: the index `notes_of_logs` is used only for the number that it names. */
const KEPT_DAY_NO = dayNo(KEPT_WITH_SESSION);

/** A day as stored: days since 1970-01-01. */
export function dayNo(day: string): number {
  return Date.parse(day) / DAY_MS;
}

/** Sessions of the visitors with an event at or after `since`, oldest first. Their times are of events of any origin. */
export function sessionsOfVisitors(connection: Connection, visitors: readonly Visitor[], since: number): SessionSpan[] {
  const asked = visitors.map(() => '(?, ?)').join(', ');
  return connection
    .statement<SessionSpan, readonly Value[]>(
      `WITH asked (day_no, hash) AS (VALUES ${asked})
       SELECT DISTINCT session_id AS id, coalesce(min(public_from, trusted_from), started_at) AS startedAt,
         coalesce(max(public_until, trusted_until), ended_at) AS endedAt
       FROM asked CROSS JOIN visitors USING (day_no, hash) CROSS JOIN sessions USING (session_no)
         LEFT JOIN mixed_sessions USING (session_no)
       WHERE endedAt >= ? ORDER BY startedAt`,
    )
    .all(...visitors.flatMap(({ day, hash }) => [dayNo(day), hash]), since);
}

/** Whether visitors or salts of days before `day` are stored. Called often and mostly false, so it takes no lock. */
export function areVisitorsKept(connection: Connection, day: string): boolean {
  const { kept } = connection
    .statement<{ kept: number }, [string, number]>(
      'SELECT EXISTS (SELECT 1 FROM salts WHERE day < ?) OR EXISTS (SELECT 1 FROM visitors WHERE day_no < ?) AS kept',
    )
    .get(day, dayNo(day))!;
  return kept === 1;
}

/**
 * Does one step of deleting salts and visitors of days before `day`. False when nothing is left, not even in the
 * write-ahead log.
 */
export function forgetVisitors(connection: Connection, day: string): boolean {
  connection.write(() => {
    connection.statement<unknown, [string]>('DELETE FROM salts WHERE day < ?').run(day);
    connection
      .statement<unknown, [number]>(
        `DELETE FROM visitors WHERE (day_no, hash, session_no) IN (
           SELECT day_no, hash, session_no FROM visitors WHERE day_no < ? LIMIT ${FORGOTTEN_PER_STEP}
         )`,
      )
      .run(dayNo(day));
  });
  if (areVisitorsKept(connection, day)) return true;
  connection.dropLog();
  return false;
}
