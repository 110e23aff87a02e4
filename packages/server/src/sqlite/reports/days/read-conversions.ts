import { urlParts } from '../../../model/url-parts.js';
import { URL_OF_CONVERSION } from '../../conversions/visit-of.js';
import type { Connection, Value } from '../../database/connection.js';
import type { DayConversion } from './conversions-builder.js';
import { type DaySessions, sessionsSql } from './day-sessions.js';

type ConversionRow = [
  sessionNo: number,
  sinceMidnight: number,
  goalNo: number,
  isPublic: number,
  url: string | null,
  money: string | null,
];

/** The conversions of these goals in the sessions, in the order of the sessions. */
export function* readConversions(
  connection: Connection,
  wanted: DaySessions,
  goals: readonly number[],
  positionOf: ReadonlyMap<number, number>,
): Generator<DayConversion, void> {
  const pathOf = cachedPaths();
  const { from, where, values } = sessionsSql(wanted);
  // `CROSS JOIN` fixes the join order: sessions in their order, then their conversions.
  const rows = connection
    .arrays<ConversionRow, readonly Value[]>(
      `SELECT s.session_no, c.occurred_at - ?, c.goal_no, c.is_public, ${URL_OF_CONVERSION}, e.currency || ' ' || e.value
       FROM ${from}
         CROSS JOIN conversions c ON c.project_no = s.project_no AND c.session_id = s.session_id
         CROSS JOIN events e ON e.session_no = s.session_no AND e.event_id = c.event_id
       WHERE ${where} AND c.goal_no IN (SELECT value FROM json_each(?))
       ORDER BY s.started_at, s.session_no`,
    )
    .iterate(wanted.midnight, ...values, JSON.stringify(goals));
  for (const [sessionNo, sinceMidnight, goalNo, isPublic, url, money] of rows) {
    yield { session: positionOf.get(sessionNo)!, sinceMidnight, goalNo, isPublic, page: pathOf(url), money };
  }
}

/** Parsing a URL takes microseconds, and a day's conversions share a few. */
function cachedPaths(): (url: string | null) => string | null {
  const paths = new Map<string, string | null>();
  return (url) => {
    if (url === null) return null;
    let path = paths.get(url);
    if (path === undefined) {
      path = urlParts(url)?.path ?? null;
      paths.set(url, path);
    }
    return path;
  };
}
