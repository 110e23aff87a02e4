import type { SessionCount } from '../../model/conversion.js';
import type { SessionId } from '../../model/ids.js';
import type { Selection } from '../../store/contract/conversions.js';
import type { Connection, Value } from '../database/connection.js';
import { NOW, restrict } from './selection.js';

/** The counts of one session. Arrays pass between threads in half the time of objects. */
export type CountRow = readonly [SessionId, click: number, url: number, event: number];

export const COUNT_COLUMNS = "session_id, sum(type = 'click'), sum(type = 'url'), sum(type = 'event')";

/**
 * Counts conversions per session, in no particular order. Sessions without conversions are omitted. Grouping by session
 * alone avoids a sort.
 */
export function countRows(connection: Connection, selection: Selection): CountRow[] {
  const { sql, values } = restrict(connection, selection, NOW);
  return connection
    .arrays<CountRow, readonly Value[]>(`SELECT ${COUNT_COLUMNS} ${sql} GROUP BY session_id`)
    .all(...values);
}

export function countConversions(connection: Connection, selection: Selection): SessionCount[] {
  return toCounts(countRows(connection, selection));
}

export function toCounts(rows: readonly CountRow[]): SessionCount[] {
  return rows.map(([sessionId, click, url, event]) => ({
    sessionId,
    count: click + url + event,
    byType: { click, url, event },
  }));
}
