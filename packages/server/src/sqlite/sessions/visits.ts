import type { Origin } from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import { presentVisit } from '../../model/json/visit.js';
import type { PageRequest, PageStart } from '../../model/page.js';
import type { JsonPage, VisitSelection } from '../../store/contract/conversions.js';
import { rowLimitFor } from '../conversions/row-limit.js';
import type { Restriction } from '../conversions/selection.js';
import { pageInTime, toSpan } from '../conversions/time-windows.js';
import type { Connection, Value } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { originIn, TYPE_CODES } from '../rows/event-rows.js';
import { urlIn } from '../rows/origins.js';
import { EVER, NEVER } from '../rows/times.js';

const VISIT_ID = `s.session_id || ':' || e.event_id`;

type IdRow = [id: string, occurredAt: number, ...unknown[]];
type WholeRow = [
  id: string,
  occurredAt: number,
  sessionId: SessionId,
  eventId: EventId,
  url: string,
  title: string | null,
  referrer: string | null,
  origin: Origin,
];

/** A page of visit ids, ordered by (time, id). */
export function visitIds(connection: Connection, selection: VisitSelection, request: PageRequest): JsonPage {
  const { rows, next } = page<IdRow>(connection, selection, request, `${VISIT_ID} AS id, e.occurred_at`);
  return { json: JSON.stringify(rows.map(([id]) => id)), next };
}

/** A page of full visits in the order of `visitIds`. */
export function visitList(connection: Connection, selection: VisitSelection, request: PageRequest): JsonPage {
  const columns = `${VISIT_ID} AS id, e.occurred_at, s.session_id, e.event_id, ${urlIn('e')}, e.title, e.referrer,
    ${originIn('e')}`;
  const { rows, next } = page<WholeRow>(connection, selection, request, columns);
  const visits = rows.map(([_, at, sessionId, id, url, title, referrer, origin]) =>
    presentVisit({ type: 'visit', sessionId, id, at, origin, url, title, referrer }),
  );
  return { json: JSON.stringify(visits), next };
}

const FEW = 1000;

/** Whether there are few enough visits to read them on the main thread. */
export function areVisitsFew(connection: Connection, selection: VisitSelection): boolean {
  const { sql, values } = restrict(connection, selection, null);
  const [count] = connection
    .arrays<[number], readonly Value[]>(`SELECT count(*) FROM (SELECT 1 ${sql} LIMIT ${FEW + 1})`)
    .get(...values)!;
  return count <= FEW;
}

/** Visits per session. Sessions without visits are omitted. */
export function countVisits(connection: Connection, selection: VisitSelection): Map<SessionId, number> {
  const { sql, values } = restrict(connection, selection, null);
  const rows = connection
    .arrays<[SessionId, number], readonly Value[]>(`SELECT s.session_id, count(*) ${sql} GROUP BY s.session_no`)
    .all(...values);
  return new Map(rows);
}

function page<Row extends IdRow>(
  connection: Connection,
  selection: VisitSelection,
  request: PageRequest,
  columns: string,
): { rows: Row[]; next: PageStart | null } {
  const { limit, after } = request;
  const { rows, end } = pageInTime<Row>(selection.period, request, toSpan(after?.snapshot), (period) => {
    const { sql, values } = restrict(connection, { ...selection, period }, after);
    const statement = `SELECT ${columns} ${sql} ORDER BY e.occurred_at, id LIMIT ${rowLimitFor(limit)}`;
    return { rows: connection.arrays<Row, readonly Value[]>(statement).all(...values), isCut: false };
  });
  return { rows, next: end && { ...end.at, snapshot: String(end.spanMs) } };
}

/** Selects the visits of a selection that come after `after`; `s` is the session, `e` the visit. */
function restrict(
  connection: Connection,
  { projectId, sessionIds, period, visitIds: only }: VisitSelection,
  after: PageStart | null,
): Restriction {
  const sql = [OF_SESSIONS];
  const values: Value[] = [
    projectNo(connection, projectId),
    JSON.stringify(sessionIds),
    period.from ?? EVER,
    period.until ?? NEVER,
  ];
  if (only !== null) {
    sql.push(`AND ${VISIT_ID} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(only));
  }
  if (after !== null) {
    sql.push(`AND (e.occurred_at > ? OR ${VISIT_ID} > ?)`);
    values.push(after.occurredAt, after.id);
  }
  return { sql: sql.join(' '), values };
}

/**
 * `CROSS JOIN` fixes the join order: first the sessions, then each session's two ranges of the index of visits, one for
 * each origin.
 */
const OF_SESSIONS = `FROM sessions s CROSS JOIN events e USING (session_no)
  WHERE s.project_no = ? AND s.session_id IN (SELECT value FROM json_each(?))
    AND e.type = ${TYPE_CODES.visit} AND e.is_public IN (0, 1) AND e.occurred_at >= ? AND e.occurred_at < ?`;
