import type { SessionVisitor, VisitorsPart } from '../../store/contents.js';
import type { Connection } from '../database/connection.js';
import { dayNo, saveVisitor } from '../recording/visitors.js';

const VISITORS_MAX = 10_000;

export function saltsSince(connection: Connection, day: string): Map<string, string> {
  const rows = connection
    .arrays<[string, string], [string]>('SELECT day, salt FROM salts WHERE day >= ? ORDER BY day')
    .all(day);
  return new Map(rows);
}

/** An existing salt of a day is kept. */
export function putSalts(connection: Connection, salts: ReadonlyMap<string, string>): void {
  connection.write(() => {
    for (const [day, salt] of salts) {
      connection
        .statement<unknown, [string, string]>('INSERT OR IGNORE INTO salts (day, salt) VALUES (?, ?)')
        .run(day, salt);
    }
  });
}

type Row = SessionVisitor & { readonly sessionNo: number };

/** Ordered by the key, which also marks where the next part begins. */
export function visitorsSince(connection: Connection, day: string, after: string | null): VisitorsPart {
  const [fromDay, ...from]: [string, string, number] = after === null ? [day, '', 0] : JSON.parse(after);
  const rows = connection
    .statement<Row, [number, string, number]>(
      `SELECT date(day_no * 86400, 'unixepoch') AS day, hash, v.session_no AS sessionNo,
         p.id AS projectId, s.session_id AS sessionId
       FROM visitors v CROSS JOIN sessions s USING (session_no) CROSS JOIN projects p USING (project_no)
       WHERE (day_no, hash, v.session_no) > (?, ?, ?) ORDER BY day_no, hash, v.session_no LIMIT ${VISITORS_MAX + 1}`,
    )
    .all(dayNo(fromDay), ...from);
  const isLast = rows.length <= VISITORS_MAX;
  rows.length = Math.min(rows.length, VISITORS_MAX);
  const last = rows.at(-1);
  return {
    visitors: rows.map(({ sessionNo: _, ...visitor }) => visitor),
    next: isLast || !last ? null : JSON.stringify([last.day, last.hash, last.sessionNo]),
  };
}

/** Visitors of sessions that do not exist are skipped. */
export function putVisitors(connection: Connection, visitors: readonly SessionVisitor[]): void {
  connection.write(() => {
    for (const { projectId, sessionId, ...visitor } of visitors) {
      const session = connection
        .statement<{ no: number }, [string, string]>(
          `SELECT session_no AS no FROM projects CROSS JOIN sessions USING (project_no)
           WHERE projects.id = ? AND session_id = ?`,
        )
        .get(projectId, sessionId);
      if (session) saveVisitor(connection, session.no, visitor);
    }
  });
}
