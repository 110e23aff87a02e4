import type { Conversion, ConversionType } from '../../conversions/conversion.js';
import { presentConversion } from '../../conversions/present.js';
import type { EventId, GoalKey, SessionId } from '../../ids.js';
import { type JsonPage, PageExpired, type PageRequest, type PageStart, type Selection } from '../store.js';
import type { Connection } from './connection.js';
import { toElement } from './event-rows.js';
import { CONVERSION_ID, NOW, type Restriction, restrict } from './selection.js';

/**
 * Ids ordered by (time, id). SQLite writes the list itself, which takes two thirds of the time of reading the ids one by
 * one and writing it here.
 */
export function conversionIds(connection: Connection, selection: Selection, request: PageRequest): JsonPage {
  if (request.after === null) {
    const [count, json] = wholeIds(connection, selection, request.limit);
    if (count <= request.limit) return { json, next: null };
  }
  const { rows, next } = snapshotPage(connection, selection, request, (page) =>
    connection.statement<unknown[], IdRow>(idsSql(page.sql)).raw().all(page.values),
  );
  return { json: JSON.stringify(rows.map(([id]) => id)), next };
}

/** The same conversions in the same order, whole. */
export function conversionList(connection: Connection, selection: Selection, request: PageRequest): JsonPage {
  const { rows, next } = snapshotPage(connection, selection, request, (page) =>
    connection.statement<unknown[], WholeRow>(wholeSql(page.sql)).raw().all(page.values),
  );
  return { json: JSON.stringify(rows.map((row) => presentConversion(toConversion(row)))), next };
}

/** One statement, which sees one state of the data by itself: how many ids there are, up to one more than fits, and all. */
function wholeIds(connection: Connection, selection: Selection, limit: number): [count: number, json: string] {
  const page = pageOf(restrict(connection, selection, NOW), null, limit);
  return connection
    .statement<unknown[], [number, string]>(`SELECT count(*), json_group_array(id) FROM (${idsSql(page.sql)})`)
    .raw()
    .get(page.values)!;
}

type IdRow = [id: string, occurredAt: number, ...unknown[]];

/** Reads page and revision together, so that later pages can hold to the same goal versions. */
function snapshotPage<Row extends IdRow>(
  connection: Connection,
  selection: Selection,
  { limit, after }: PageRequest,
  read: (page: Restriction) => Row[],
): { rows: Row[]; next: PageStart | null } {
  return connection.read(() => {
    const revision = revisionFor(connection, selection, after);
    const all = restrict(connection, selection, revision, after?.occurredAt);
    const rows = read(pageOf(all, after, limit));
    if (rows.length <= limit) return { rows, next: null };
    rows.length = limit;
    const [id, occurredAt] = rows[limit - 1]!;
    return { rows, next: { id, occurredAt, snapshot: String(revision) } };
  });
}

/**
 * Rows asked for at a time: the first of these that holds a page and one row more. They stand in the text, because
 * SQLite compiles a statement anew each time a bound LIMIT is given a value (45 us, more than the read itself).
 */
const ROW_LIMITS = [101, 1001, 10_001];

/** Leaves out what earlier pages gave, up to and with (time, id). */
function pageOf(all: Restriction, after: PageStart | null, limit: number): Restriction {
  const rowLimit = ROW_LIMITS.find((rows) => rows > limit);
  if (rowLimit === undefined)
    throw new RangeError(`a page has at most ${ROW_LIMITS.at(-1)! - 1} entries, not ${limit}`);
  const order = `ORDER BY c.occurred_at, id LIMIT ${rowLimit}`;
  if (after === null) return { sql: `${all.sql} ${order}`, values: all.values };
  return {
    sql: `${all.sql} AND (c.occurred_at > ? OR ${CONVERSION_ID} > ?) ${order}`,
    values: [...all.values, after.occurredAt, after.id],
  };
}

function revisionFor(connection: Connection, { projectId }: Selection, after: PageStart | null): number {
  const { current, cleared } = connection
    .statement<[string], { current: number; cleared: number }>(
      'SELECT goals_revision AS current, cleared_revision AS cleared FROM projects WHERE id = ?',
    )
    .get(projectId)!;
  if (after === null) return current;
  const revision = Number(after.snapshot);
  if (!(revision >= cleared && revision <= current)) throw new PageExpired(`revision ${after.snapshot} is cleared`);
  return revision;
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
  visitId: EventId | null,
];

/** The page is found first, so that only its own rows are looked up in the other tables. */
function wholeSql(page: string): string {
  return `WITH page AS MATERIALIZED (
      SELECT ${CONVERSION_ID} AS id, c.occurred_at, c.project_no, c.session_id, c.event_id, c.goal_no ${page}
    ), placed AS (
      SELECT page.*, s.session_no, e.url, e.element, e.value, e.currency, CASE e.type WHEN 'visit' THEN page.event_id ELSE (
          SELECT v.event_id FROM events v
          WHERE v.session_no = s.session_no AND v.type = 'visit' AND v.occurred_at <= page.occurred_at
          ORDER BY v.occurred_at DESC, v.event_id DESC LIMIT 1
        ) END AS visit_id
      FROM page
        JOIN sessions s USING (project_no, session_id)
        JOIN events e ON e.session_no = s.session_no AND e.event_id = page.event_id
    )
    SELECT placed.id, placed.occurred_at, placed.session_id, g.type, g.goal_key, g.name, g.version,
      coalesce(g.value, placed.value), iif(g.value IS NULL, placed.currency, g.currency), placed.element,
      coalesce(placed.url, v.url), iif(coalesce(placed.url, v.url) = v.url, v.title, NULL), placed.visit_id
    FROM placed
      JOIN goals g USING (goal_no)
      LEFT JOIN events v ON v.session_no = placed.session_no AND v.event_id = placed.visit_id
    ORDER BY placed.occurred_at, placed.id`;
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
  visitId,
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
    visitId,
  };
}
