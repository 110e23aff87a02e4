import type { Conversion, ConversionType } from '../../conversions/conversion.js';
import type { EventId, GoalKey, SessionId } from '../../ids.js';
import { type Page, PageExpired, type PageRequest, type PageStart, type Selection } from '../store.js';
import type { Connection } from './connection.js';
import { toElement } from './event-rows.js';
import { CONVERSION_ID, NOW, type Restriction, restrict } from './selection.js';

/** Ids ordered by (time, id). */
export function conversionIds(connection: Connection, selection: Selection, request: PageRequest): Page<string> {
  const { rows, next } = readPage(connection, selection, request, (page) =>
    connection.statement<unknown[], IdRow>(idsSql(page.sql)).raw().all(page.values),
  );
  return { items: rows.map(([id]) => id), next };
}

/** The same conversions in the same order, whole. */
export function conversionList(connection: Connection, selection: Selection, request: PageRequest): Page<Conversion> {
  const { rows, next } = readPage(connection, selection, request, (page) =>
    connection.statement<unknown[], WholeRow>(wholeSql(page.sql)).raw().all(page.values),
  );
  return { items: rows.map(toConversion), next };
}

type IdRow = [id: string, occurredAt: number, ...unknown[]];

/**
 * A first page that holds everything is one statement, which sees one state of the data by itself. Only when there is
 * more to come do page and revision have to be read together, so that later pages can hold to the same goal versions.
 */
function readPage<Row extends IdRow>(
  connection: Connection,
  selection: Selection,
  { limit, after }: PageRequest,
  read: (page: Restriction) => Row[],
): { rows: Row[]; next: PageStart | null } {
  const rowsAt = (revision: number) =>
    read(pageOf(restrict(connection, selection, revision, after?.occurredAt ?? -Infinity), after, limit));
  if (after === null) {
    const rows = rowsAt(NOW);
    if (rows.length <= limit) return { rows, next: null };
  }
  return connection.read(() => {
    const revision = revisionFor(connection, selection, after);
    const rows = rowsAt(revision);
    if (rows.length <= limit) return { rows, next: null };
    rows.pop();
    const [id, occurredAt] = rows.at(-1)!;
    return { rows, next: { id, occurredAt, snapshot: String(revision) } };
  });
}

/** Leaves out what earlier pages gave, up to and with (time, id), and asks for one row more than fits. */
function pageOf(all: Restriction, after: PageStart | null, limit: number): Restriction {
  const order = 'ORDER BY c.occurred_at, id LIMIT ?';
  if (after === null) return { sql: `${all.sql} ${order}`, values: [...all.values, limit + 1] };
  return {
    sql: `${all.sql} AND (c.occurred_at > ? OR ${CONVERSION_ID} > ?) ${order}`,
    values: [...all.values, after.occurredAt, after.id, limit + 1],
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
