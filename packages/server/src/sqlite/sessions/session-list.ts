import type { SessionId } from '../../model/ids.js';
import {
  type ConversionTest,
  SESSION_TEXTS,
  type Session,
  type SessionFilters,
  type SessionSortKey,
  type SessionText,
} from '../../model/session.js';
import { urlParts } from '../../model/url-parts.js';
import type { SessionPage, SessionSelection } from '../../store/contract/sessions.js';
import { type SessionRow, toSession } from '../../store/session-row.js';
import { countConversions } from '../conversions/conversion-count.js';
import type { Restriction } from '../conversions/selection.js';
import { URL_OF_CONVERSION } from '../conversions/visit-of.js';
import type { Connection, Value } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { IS_PUBLIC } from '../rows/event-rows.js';
import { type Bounds, overlapping } from '../rows/overlap.js';
import { ORIGIN_BITS, SESSION_COLUMNS, SESSIONS } from '../rows/session-columns.js';
import { EVER, NEVER } from '../rows/times.js';
import { textRestriction } from './text-restriction.js';

/** A page of sessions in the requested order, and the total over all pages, from one snapshot of the data. */
export function listSessions(
  connection: Connection,
  selection: SessionSelection,
  page: SessionPage,
): { total: number; sessions: Session[] } {
  return connection.read(() => pageOfSessions(connection, selection, page));
}

/** The same within a transaction, of sessions that pass further restrictions. */
export function pageOfSessions(
  connection: Connection,
  selection: SessionSelection,
  page: SessionPage,
  further: readonly Restriction[] = [],
): { total: number; sessions: Session[] } {
  definePathOf(connection);
  const { sql, values } = restrict(connection, selection, further);
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
const OF_CLIENT: ReadonlySet<SessionText> = new Set(['browser', 'device', 'platform_os', 'language', 'country']);

/** A subquery instead of a join: when it is not used, the sessions of a period are counted in an index alone. */
const ofClient = (column: SessionText) => `(SELECT ${column} FROM clients WHERE client_no = s.client_no)`;

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

function restrict(
  connection: Connection,
  { projectId, period, filters }: SessionSelection,
  further: readonly Restriction[],
): Restriction {
  const project = projectNo(connection, projectId);
  const bounds: Bounds = [period.from ?? EVER, period.until ?? NEVER];
  const restrictions: Restriction[] = [
    { sql: 'FROM sessions s WHERE s.project_no = ?', values: [project] },
    filters.conversion?.inPeriod ? overlapping([bounds]) : beganIn(bounds),
    ...textRestrictions(filters),
    ...conversionRestrictions(filters, project, bounds),
    ...originRestrictions(filters),
    ...further,
  ];
  return {
    sql: restrictions.map(({ sql }) => sql).join(' AND '),
    values: restrictions.flatMap(({ values }) => values),
  };
}

function beganIn(bounds: Bounds): Restriction {
  return { sql: 's.started_at >= ? AND s.started_at < ?', values: bounds };
}

function textRestrictions({ texts }: SessionFilters): Restriction[] {
  return SESSION_TEXTS.flatMap((column) => {
    const test = texts[column];
    if (!test) return [];
    if (!OF_CLIENT.has(column)) return [textRestriction(`s.${column}`, test)];
    const { sql, values } = textRestriction(column, test);
    return [{ sql: `s.client_no IN (SELECT client_no FROM clients WHERE ${sql})`, values }];
  });
}

function originRestrictions({ origin }: SessionFilters): Restriction[] {
  return origin === undefined ? [] : [{ sql: '(s.event_origins & ?) != 0', values: [ORIGIN_BITS[origin]] }];
}

function conversionRestrictions(
  { conversion, converted }: SessionFilters,
  project: number | null,
  bounds: Bounds,
): Restriction[] {
  const restrictions: Restriction[] = [];
  if (conversion) restrictions.push(withConversion(project, conversion, bounds));
  if (converted !== undefined) {
    const { sql, values } = withConversion(project, {}, bounds);
    restrictions.push({ sql: `${converted ? '' : 'NOT '}${sql}`, values });
  }
  return restrictions;
}

/** The path of the page where the conversion `c` happened. */
const PAGE_OF_CONVERSION = `(SELECT path_of(${URL_OF_CONVERSION}) FROM events e
  WHERE e.session_no = s.session_no AND e.event_id = c.event_id)`;

const withPathOf = new WeakSet<Connection>();

/** Once for each connection: SQLite compiles all statements again after a function was defined. */
function definePathOf(connection: Connection): void {
  if (withPathOf.has(connection)) return;
  withPathOf.add(connection);
  connection.defineFunction('path_of', (url) => (url === null ? null : (urlParts(url as string)?.path ?? null)));
}

/** A conversion of the session, by a live goal. */
function withConversion(
  project: number | null,
  { goals, types, origin, page, inPeriod }: ConversionTest,
  bounds: Bounds,
): Restriction {
  const onGoal = [
    ...(goals ? [{ sql: 'goal_key IN (SELECT value FROM json_each(?))', values: [JSON.stringify(goals)] }] : []),
    ...(types ? [{ sql: 'type IN (SELECT value FROM json_each(?))', values: [JSON.stringify(types)] }] : []),
  ];
  const onConversion = [
    ...(origin ? [{ sql: 'c.is_public = ?', values: [IS_PUBLIC[origin]] }] : []),
    ...(inPeriod ? [{ sql: 'c.occurred_at >= ? AND c.occurred_at < ?', values: bounds }] : []),
    ...(page ? [textRestriction(PAGE_OF_CONVERSION, page)] : []),
  ];
  const and = (restrictions: readonly Restriction[]) => restrictions.map(({ sql }) => ` AND ${sql}`).join('');
  return {
    sql: `EXISTS (SELECT 1 FROM conversions c WHERE c.project_no = s.project_no AND c.session_id = s.session_id
      AND c.goal_no IN (SELECT goal_no FROM goals WHERE project_no = ? AND state = 'live'${and(onGoal)})${and(onConversion)})`,
    values: [project, ...[...onGoal, ...onConversion].flatMap(({ values }) => values)],
  };
}
