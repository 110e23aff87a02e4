import type { Value } from '../database/connection.js';
import { MIXED } from './session-columns.js';

/** A half-open period in milliseconds since 1970, UTC. */
export type Bounds = readonly [from: number, until: number];

/**
 * SQL for the sessions `s` that may have an event in one of the periods, with the values it binds. Their own times tell,
 * except for sessions with events of both origins: they may have public events outside of their own times.
 */
export function overlapping(periods: readonly Bounds[]): { readonly sql: string; readonly values: readonly Value[] } {
  const overlaps = (first: string, last: string) => periods.map(() => `(${first} < ? AND ${last} >= ?)`).join(' OR ');
  const bounds = periods.flatMap(([from, until]) => [until, from]);
  return {
    sql: `(${overlaps('s.started_at', 's.ended_at')} OR (s.event_origins = ${MIXED} AND EXISTS (
      SELECT 1 FROM mixed_sessions m WHERE m.session_no = s.session_no
        AND (${overlaps('min(m.public_from, m.trusted_from)', 'max(m.public_until, m.trusted_until)')}))))`,
    values: [...bounds, ...bounds],
  };
}
