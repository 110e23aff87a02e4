import type { ConversionType, SessionCount } from '../../conversions/conversion.js';
import type { SessionId } from '../../ids.js';
import type { Selection } from '../store.js';
import type { Connection } from './connection.js';
import { NOW, restrict } from './selection.js';

/** Sessions without conversions are left out; the order means nothing. */
export function countConversions(connection: Connection, selection: Selection): SessionCount[] {
  const { sql, values } = restrict(connection, selection, NOW);
  const rows = connection
    .statement<unknown[], CountRow>(`SELECT c.session_id, g.type, count(*) ${sql} GROUP BY c.session_id, g.type`)
    .raw()
    .all(values);
  return toCounts(rows);
}

export type CountRow = [SessionId, ConversionType, number];

export function toCounts(rows: readonly CountRow[]): SessionCount[] {
  const counts = new Map<SessionId, Counted>();
  for (const [sessionId, type, count] of rows) {
    let counted = counts.get(sessionId);
    if (!counted) {
      counted = { sessionId, count: 0, byType: { click: 0, url: 0, event: 0 } };
      counts.set(sessionId, counted);
    }
    counted.count += count;
    counted.byType[type] += count;
  }
  return [...counts.values()];
}

interface Counted extends SessionCount {
  count: number;
  readonly byType: Record<ConversionType, number>;
}
