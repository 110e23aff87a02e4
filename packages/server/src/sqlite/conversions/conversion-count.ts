import type { SessionCount } from '../../model/conversion.js';
import type { SessionId } from '../../model/ids.js';
import type { Selection } from '../../store/store.js';
import type { Connection } from '../database/connection.js';
import { NOW, restrict } from './selection.js';

/** Of one session; on the way between threads lists take half the time of objects. */
export type CountRow = readonly [SessionId, click: number, url: number, event: number];

export const COUNT_COLUMNS = "session_id, sum(type = 'click'), sum(type = 'url'), sum(type = 'event')";

/** Sessions without conversions are left out; the order means nothing. Grouped by session alone, nothing is sorted. */
export function countRows(connection: Connection, selection: Selection): CountRow[] {
  const { sql, values } = restrict(connection, selection, NOW);
  return connection.arrays<CountRow>(`SELECT ${COUNT_COLUMNS} ${sql} GROUP BY session_id`).all(...values);
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
