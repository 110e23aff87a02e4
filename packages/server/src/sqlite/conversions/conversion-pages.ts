import type { Conversion, ConversionType } from '../../model/conversion.js';
import type { Origin } from '../../model/event.js';
import type { EventId, GoalKey, SessionId } from '../../model/ids.js';
import { presentConversion } from '../../model/json/conversion.js';
import type { PageRequest, PageStart } from '../../model/page.js';
import { visitId } from '../../model/visit.js';
import type { JsonPage, Selection } from '../../store/contract/conversions.js';
import { toElement } from '../../store/event-row.js';
import { PageExpired } from '../../store/store.js';
import { type Rows, withinBudget } from '../../store/within-budget.js';
import type { Connection, Value } from '../database/connection.js';
import { originIn } from '../rows/event-rows.js';
import { urlIn } from '../rows/origins.js';
import { rowLimitFor } from './row-limit.js';
import { CONVERSION_ID, NOW, type Restriction, restrict } from './selection.js';
import { pageInTime, toSpan } from './time-windows.js';
import { visitOf } from './visit-of.js';

/**
 * A page of conversion ids, ordered by (time, id). SQLite writes the JSON list itself, which takes two thirds of the
 * time of reading the ids one by one and writing it here.
 */
export function conversionIds(connection: Connection, selection: Selection, request: PageRequest): JsonPage {
  if (request.after === null) {
    const [count, json] = wholeIds(connection, selection, request.limit);
    if (count <= request.limit) return { json, next: null };
  }
  const { rows, next } = snapshotPage(connection, selection, request, (page) => ({
    rows: connection.arrays<IdRow, readonly Value[]>(idsSql(page.sql)).all(...page.values),
    isCut: false,
  }));
  return { json: JSON.stringify(rows.map(([id]) => id)), next };
}

/**
 * A page of full conversions in the order of `conversionIds`. A page may end early, because the chains of clicked
 * elements may be long.
 */
export function conversionList(connection: Connection, selection: Selection, request: PageRequest): JsonPage {
  const { rows, next } = snapshotPage(connection, selection, request, (page) =>
    withinBudget(
      connection.arrays<WholeRow, readonly Value[]>(wholeSql(page.sql)).iterate(...page.values),
      (row) => row[ELEMENT]?.length ?? 0,
    ),
  );
  return { json: JSON.stringify(rows.map((row) => presentConversion(toConversion(row)))), next };
}

/**
 * The number of ids (counted up to `limit` + 1) and all of them. A single statement, so it sees one snapshot of the
 * data.
 */
function wholeIds(connection: Connection, selection: Selection, limit: number): [count: number, json: string] {
  const page = pageOf(restrict(connection, selection, NOW), null, limit);
  return connection
    .arrays<[number, string], readonly Value[]>(`SELECT count(*), json_group_array(id) FROM (${idsSql(page.sql)})`)
    .get(...page.values)!;
}

type IdRow = [id: string, occurredAt: number, ...unknown[]];

/** Reads the page and the revision in one transaction, so that later pages use the same goal versions. */
function snapshotPage<Row extends IdRow>(
  connection: Connection,
  selection: Selection,
  request: PageRequest,
  read: (page: Restriction) => Rows<Row>,
): { rows: Row[]; next: PageStart | null } {
  return connection.read(() => {
    const { revision, spanMs } = noteFor(connection, selection, request.after);
    const { rows, end } = pageInTime(selection.period, request, spanMs, (period) =>
      read(pageOf(restrict(connection, { ...selection, period }, revision), request.after, request.limit)),
    );
    return { rows, next: end && { ...end.at, snapshot: `${revision} ${end.spanMs}` } };
  });
}

/** Restricts a read to one page: the rows after (time, id). */
function pageOf(all: Restriction, after: PageStart | null, limit: number): Restriction {
  const order = `ORDER BY c.occurred_at, id LIMIT ${rowLimitFor(limit)}`;
  if (after === null) return { sql: `${all.sql} ${order}`, values: all.values };
  return {
    sql: `${all.sql} AND (c.occurred_at > ? OR ${CONVERSION_ID} > ?) ${order}`,
    values: [...all.values, after.occurredAt, after.id],
  };
}

/** Reads the note in a page start: the revision of the project's goals, and how much time its page covered. */
function noteFor(
  connection: Connection,
  { projectId }: Selection,
  after: PageStart | null,
): { revision: number; spanMs: number | null } {
  const { current, cleared } = connection
    .statement<{ current: number; cleared: number }, [string]>(
      'SELECT goals_revision AS current, cleared_revision AS cleared FROM projects WHERE id = ?',
    )
    .get(projectId)!;
  if (after === null) return { revision: current, spanMs: null };
  const [noted, span] = after.snapshot.split(' ');
  const revision = Number(noted);
  if (!(revision >= cleared && revision <= current)) throw new PageExpired(`revision ${noted} is cleared`);
  return { revision, spanMs: toSpan(span) };
}

function idsSql(page: string): string {
  return `SELECT ${CONVERSION_ID} AS id, c.occurred_at ${page}`;
}

type WholeRow = [
  id: string,
  occurredAt: number,
  sessionId: SessionId,
  type: ConversionType,
  key: GoalKey,
  name: string,
  version: number,
  value: string | null,
  currency: string | null,
  element: string | null,
  url: string | null,
  title: string | null,
  visitEventId: EventId | null,
  origin: Origin,
];

const ELEMENT = 9;

/**
 * Finds the page first, so that only its own rows are looked up in the other tables, one by one in page order (`CROSS
 * JOIN`). A sort at the end would hold all rows in memory, chains included.
 */
function wholeSql(page: string): string {
  return `WITH page AS MATERIALIZED (
      SELECT ${CONVERSION_ID} AS id, c.occurred_at, c.project_no, c.session_id, c.event_id, c.goal_no ${page}
    )
    SELECT page.id, page.occurred_at, page.session_id, g.type, g.goal_key, g.name, g.version,
      ${worth('value')}, ${worth('currency')}, e.element,
      iif(e.url_path IS NULL, ${urlIn('v')}, ${urlIn('e')}),
      iif(e.url_path IS NULL OR (e.url_origin IS v.url_origin AND e.url_path = v.url_path), v.title, NULL), v.event_id,
      ${originIn('e')}
    FROM page
      CROSS JOIN sessions s ON s.project_no = page.project_no AND s.session_id = page.session_id
      CROSS JOIN events e ON e.session_no = s.session_no AND e.event_id = page.event_id
      CROSS JOIN goals g ON g.goal_no = page.goal_no
      LEFT JOIN events v ON v.session_no = s.session_no AND v.event_id = ${visitOf('page.occurred_at')}`;
}

/** The value of a conversion, or its currency. */
function worth(column: 'value' | 'currency'): string {
  return `CASE g.value_from WHEN 'goal' THEN g.${column} WHEN 'event' THEN e.${column}
    WHEN 'trusted_event' THEN iif(e.is_public, NULL, e.${column}) END`;
}

function toConversion([
  id,
  occurredAt,
  sessionId,
  type,
  key,
  name,
  version,
  value,
  currency,
  element,
  url,
  title,
  visitEventId,
  origin,
]: WholeRow): Conversion {
  return {
    id,
    sessionId,
    type,
    goal: { key, name, version },
    occurredAt,
    url,
    title,
    element: element === null ? null : toElement(element),
    value,
    currency,
    visitId: visitEventId === null ? null : visitId(sessionId, visitEventId),
    origin,
  };
}
