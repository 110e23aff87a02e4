import { randomBytes } from 'node:crypto';
import type { Visitor } from '../../collect/visitor.js';
import type { SessionSpan } from '../store.js';
import type { Connection } from './connection.js';

/** Rows dropped in one commit, so that nobody waits long behind it. */
const FORGOTTEN_PER_STEP = 5000;

export function findSalt(connection: Connection, day: string): string | null {
  const row = connection.statement<[string], { salt: string }>('SELECT salt FROM salts WHERE day = ?').get(day);
  return row?.salt ?? null;
}

/** The salt of the day; somebody else may have made it since it was looked for. */
export function makeSalt(connection: Connection, day: string): string {
  return connection.write(() => {
    connection
      .statement('INSERT OR IGNORE INTO salts (day, salt) VALUES (?, ?)')
      .run(day, randomBytes(32).toString('hex'));
    return findSalt(connection, day)!;
  });
}

export function saveVisitor(connection: Connection, sessionNo: number, { day, hash }: Visitor): void {
  connection
    .statement('INSERT OR IGNORE INTO visitors (day, hash, session_no) VALUES (?, ?, ?)')
    .run(day, hash, sessionNo);
}

/** Sessions of the visitors that went on at or after `since`, oldest first. */
export function sessionsOfVisitors(connection: Connection, visitors: readonly Visitor[], since: number): SessionSpan[] {
  const asked = visitors.map(() => '(?, ?)').join(', ');
  return connection
    .statement<unknown[], SessionSpan>(
      `WITH asked (day, hash) AS (VALUES ${asked})
       SELECT DISTINCT session_id AS id, started_at AS startedAt, ended_at AS endedAt
       FROM asked CROSS JOIN visitors USING (day, hash) CROSS JOIN sessions USING (session_no)
       WHERE ended_at >= ? ORDER BY started_at`,
    )
    .all(
      visitors.flatMap(({ day, hash }) => [day, hash]),
      since,
    );
}

/** Whether anything is kept of days before `day`; asked often, and mostly answered with no. It takes no lock. */
export function areVisitorsKept(connection: Connection, day: string): boolean {
  const { kept } = connection
    .statement<unknown[], { kept: number }>(
      'SELECT EXISTS (SELECT 1 FROM salts WHERE day < ?1) OR EXISTS (SELECT 1 FROM visitors WHERE day < ?1) AS kept',
    )
    .get({ 1: day })!;
  return kept === 1;
}

/** One step of dropping what is kept of days before `day`. False when nothing is left, in the write-ahead log neither. */
export function forgetVisitors(connection: Connection, day: string): boolean {
  connection.write(() => {
    connection.statement('DELETE FROM salts WHERE day < ?').run(day);
    connection
      .statement(
        `DELETE FROM visitors WHERE (day, hash, session_no) IN (
           SELECT day, hash, session_no FROM visitors WHERE day < ? LIMIT ${FORGOTTEN_PER_STEP}
         )`,
      )
      .run(day);
  });
  if (areVisitorsKept(connection, day)) return true;
  connection.dropLog();
  return false;
}
