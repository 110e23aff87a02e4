import type { SessionId } from '../../model/ids.js';
import {
  type Session,
  type SessionFilters,
  type SessionSortKey,
  TEXT_FILTERS,
  type TextFilter,
} from '../../model/session.js';
import { type SessionRow, toSession } from '../../store/session-row.js';
import type { SessionPage, SessionSelection } from '../../store/store.js';
import { countConversions } from '../conversions/conversion-count.js';
import type { Restriction } from '../conversions/selection.js';
import type { Connection, Value } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { ORIGIN_BITS, SESSION_COLUMNS, SESSIONS } from '../rows/session-columns.js';
import { EVER, NEVER } from '../rows/times.js';

/** A page of sessions in the requested order, and the total over all pages, from one snapshot of the data. */
export function listSessions(
  connection: Connection,
  selection: SessionSelection,
  page: SessionPage,
): { total: number; sessions: Session[] } {
  return connection.read(() => {
    const { sql, values } = restrict(connection, selection);
    const { total } = connection
      .statement<{ total: number }, readonly Value[]>(`SELECT count(*) AS total ${sql}`)
      .get(...values)!;
    // Finds the page by session numbers only, so that the sort carries no other columns.
    const rows = connection
      .statement<SessionRow, readonly Value[]>(
        `SELECT ${SESSION_COLUMNS} FROM (SELECT session_no AS no ${sql} ${order(page)} LIMIT ? OFFSET ?)
           CROSS JOIN ${SESSIONS} WHERE s.session_no = no`,
      )
      .all(...values, page.limit, page.offset);
    return { total, sessions: withConversions(connection, selection, rows) };
  });
}

function withConversions(connection: Connection, { projectId }: SessionSelection, rows: SessionRow[]): Session[] {
  const counts = countConversions(connection, {
    projectId,
    sessionIds: rows.map(({ id }) => id),
    period: { from: null, until: null },
    types: null,
  });
  const bySession = new Map<SessionId, number>(counts.map(({ sessionId, count }) => [sessionId, count]));
  return rows.map((row) => toSession(row, bySession.get(row.id) ?? 0));
}

/** Columns of `clients`. All other columns are in `sessions`. */
const OF_CLIENT: ReadonlySet<TextFilter> = new Set(['browser', 'device', 'platform_os', 'country']);

/** A subquery instead of a join: when it is not used, the sessions of a period are counted in an index alone. */
const ofClient = (column: TextFilter) => `(SELECT ${column} FROM clients WHERE client_no = s.client_no)`;

const COLUMNS: Readonly<Record<SessionSortKey, string>> = {
  id: 's.session_id',
  browser: ofClient('browser'),
  device: ofClient('device'),
  platform_os: ofClient('platform_os'),
  country: ofClient('country'),
  time_spend: 's.ended_at - s.started_at',
  created_at: 's.started_at',
};

function order({ sortKey, sortOrder }: SessionPage): string {
  const direction = sortOrder === 'asc' ? 'ASC NULLS LAST' : 'DESC NULLS LAST';
  return `ORDER BY ${COLUMNS[sortKey]} ${direction}, s.session_id`;
}

function restrict(connection: Connection, { projectId, period, filters }: SessionSelection): Restriction {
  const project = projectNo(connection, projectId);
  const restrictions: Restriction[] = [
    {
      sql: 'FROM sessions s WHERE s.project_no = ? AND s.started_at >= ? AND s.started_at < ?',
      values: [project, period.from ?? EVER, period.until ?? NEVER],
    },
    ...textRestrictions(filters),
    ...conversionRestrictions(filters, project),
    ...originRestrictions(filters),
  ];
  return {
    sql: restrictions.map(({ sql }) => sql).join(' AND '),
    values: restrictions.flatMap(({ values }) => values),
  };
}

function textRestrictions({ texts }: SessionFilters): Restriction[] {
  return TEXT_FILTERS.flatMap((column) => {
    const anyOf = texts[column];
    if (anyOf === undefined) return [];
    const isAnyOf = `${column} IN (SELECT value FROM json_each(?))`;
    const sql = OF_CLIENT.has(column)
      ? `s.client_no IN (SELECT client_no FROM clients WHERE ${isAnyOf})`
      : `s.${isAnyOf}`;
    return [{ sql, values: [JSON.stringify(anyOf)] }];
  });
}

function originRestrictions({ origin }: SessionFilters): Restriction[] {
  return origin === undefined ? [] : [{ sql: '(s.event_origins & ?) != 0', values: [ORIGIN_BITS[origin]] }];
}

/** A conversion of the session, by the live goals. */
const CONVERSION_OF_SESSION = `(SELECT 1 FROM conversions c
  WHERE c.project_no = s.project_no AND c.session_id = s.session_id AND c.goal_no IN (
    SELECT goal_no FROM goals WHERE project_no = ? AND state = 'live'`;

function conversionRestrictions({ goals, converted }: SessionFilters, project: number | null): Restriction[] {
  const restrictions: Restriction[] = [];
  if (goals !== undefined) {
    const sql = `EXISTS ${CONVERSION_OF_SESSION} AND goal_key IN (SELECT value FROM json_each(?))))`;
    restrictions.push({ sql, values: [project, JSON.stringify(goals)] });
  }
  if (converted !== undefined) {
    restrictions.push({ sql: `${converted ? '' : 'NOT '}EXISTS ${CONVERSION_OF_SESSION}))`, values: [project] });
  }
  return restrictions;
}
