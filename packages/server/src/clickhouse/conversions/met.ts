import type { Selection } from '../../store/contract/conversions.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Parameters } from '../cluster/query-client.js';
import { LOWEST_TRUSTED } from '../rows/records.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';

/** A table expression for conversions, with its parameters. */
export interface Met {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** The conversions of a selection, in and outside its period; filter with `IN_PERIOD`. */
export function conversionsMet({ projectId, sessionIds, period }: Selection, versions: readonly GoalVersion[]): Met {
  return {
    sql: metSql('session_id IN {sessionIds:Array(String)}'),
    parameters: {
      projectId,
      sessionIds: [...new Set(sessionIds)],
      ...goalParameters(versions),
      from: period.from ?? MS_MIN,
      until: period.until ?? MS_MAX,
    },
  };
}

/** The condition on the period, for the parameters `from` and `until`. */
export const IN_PERIOD = 'occurred_at >= {from:Int64} AND occurred_at < {until:Int64}';

/** The parameters of `metSql` that name goals. */
export function goalParameters(versions: readonly GoalVersion[]): Parameters {
  return {
    goalNos: [0, ...versions.map(({ no }) => no)],
    once: versions.filter(({ count }) => count === 'once').map(({ no }) => no),
  };
}

/** Columns of an event that `metSql` can add to its conversions. */
export type EventColumn = 'url' | 'value' | 'currency';

/**
 * Selects each conversion once: `session_id`, `event_id`, `goal_no`, `occurred_at`, `is_public`, and the given columns of its
 * event. A conversion counts only if it has the precedence of its event. So work that was interrupted, repeated or done by
 * two processes at once still yields one event with its own conversions. For a goal that counts once, only the session's
 * earliest trusted conversion by (time, id) counts, or else its earliest public one; the period must be applied after that.
 * `where` selects the sessions.
 */
export function metSql(where: string, eventColumns: readonly EventColumn[] = [], records = 'records'): string {
  const ofEvent = eventColumns.map((column, index) => `, event.${index + 1} AS ${column}`).join('');
  return `(
    SELECT session_id, event_id, met.1 AS goal_no, met.2 AS occurred_at, kept < ${LOWEST_TRUSTED} AS is_public${ofEvent}
    FROM (
      SELECT session_id, event_id, maxIf(precedence, goal_no = 0) AS kept,
        argMaxIf(tuple(${eventColumns.join(', ')}), precedence, goal_no = 0) AS event,
        arrayJoin(groupUniqArrayIf((goal_no, occurred_at, precedence), goal_no != 0)) AS met
      FROM ${records}
      WHERE project_id = {projectId:String} AND ${where} AND goal_no IN {goalNos:Array(UInt32)}
      GROUP BY session_id, event_id
    )
    WHERE met.3 = kept
    ORDER BY is_public, occurred_at, event_id
    LIMIT 1 BY session_id, goal_no, if(goal_no IN {once:Array(UInt32)}, '', event_id)
  )`;
}
