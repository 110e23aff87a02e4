import { DAY_MS } from '../../../model/visitor.js';
import type { Value } from '../../database/connection.js';

/** Sessions that began on a day. */
export interface DaySessions {
  readonly project: number;
  /** When the day begins, in milliseconds since 1970, UTC. */
  readonly midnight: number;
  /** The numbers of those that are wanted; absent: all. */
  readonly only?: readonly number[] | undefined;
}

/** SQL for these sessions as `s`, with the values it binds. Other tables are joined after them. */
export function sessionsSql({ project, midnight, only }: DaySessions): {
  readonly from: string;
  readonly where: string;
  readonly values: readonly Value[];
} {
  const where = 's.project_no = ? AND s.started_at >= ? AND s.started_at < ?';
  const values = [project, midnight, midnight + DAY_MS];
  if (!only) return { from: 'sessions s', where, values };
  return {
    from: 'json_each(?) wanted CROSS JOIN sessions s ON s.session_no = wanted.value',
    // Unary plus: not by the index of all sessions.
    where: where.replaceAll('s.', '+s.'),
    values: [JSON.stringify(only), ...values],
  };
}
