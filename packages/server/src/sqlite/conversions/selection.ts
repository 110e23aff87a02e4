import type { ConversionType } from '../../model/conversion.js';
import type { Selection } from '../../store/contract/conversions.js';
import type { Connection, Value } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { EVER, NEVER } from '../rows/times.js';

/** Later than every revision of a project's goals: the current state, as a new reader sees it. */
export const NOW = Number.MAX_SAFE_INTEGER;

export const CONVERSION_ID = `c.session_id || ':' || g.type || ':' || g.goal_key || ':' || c.event_id`;

/** The FROM and WHERE of a read of conversions, with the values it binds. */
export interface Restriction {
  readonly sql: string;
  readonly values: readonly Value[];
}

/**
 * Selects the conversions of a selection as visible at one revision of the project's goals; `c` is the conversion, `g`
 * its goal. Conditions that do not restrict are left out, because evaluating a row takes only a microsecond.
 */
export function restrict(connection: Connection, selection: Selection, revision: number): Restriction {
  const { projectId, sessionIds, period, types } = selection;
  let sql = revision === NOW ? SEEN_NOW : SEEN_AT_REVISION;
  const values: Value[] = [projectNo(connection, projectId), JSON.stringify(sessionIds)];
  if (revision !== NOW) values.push(revision, revision);
  if (types !== null) sql += ` AND g.type IN (${listed(types)})`;
  if (period.from !== null || period.until !== null) {
    sql += ' AND c.occurred_at >= ? AND c.occurred_at < ?';
    values.push(period.from ?? EVER, period.until ?? NEVER);
  }
  return { sql, values };
}

/** `CROSS JOIN` fixes the join order: first the sessions' ranges of the clustered key, then the goal of each row. */
const OF_SESSIONS = `FROM conversions c CROSS JOIN goals g USING (goal_no)
  WHERE c.project_no = ? AND c.session_id IN (SELECT value FROM json_each(?))`;

const SEEN_NOW = `${OF_SESSIONS} AND g.state = 'live'`;
const SEEN_AT_REVISION = `${OF_SESSIONS} AND g.live_from <= ? AND (g.live_to IS NULL OR g.live_to > ?)`;

/** The types come from a closed list, so they may be literals in the SQL. There are at most seven such lists. */
function listed(types: readonly ConversionType[]): string {
  return [...new Set(types)]
    .sort()
    .map((type) => `'${type}'`)
    .join(', ');
}
