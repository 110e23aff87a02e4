import type { GoalVersion } from '../../store/goals/versions.js';
import type { Selection } from '../../store/store.js';
import type { Parameters } from '../cluster/query-client.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';

/** The conversions of a selection, as a table expression with its parameters. */
export interface Met {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** The conversions of a selection. */
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

/** What the parameters `from` and `until` are for. */
export const IN_PERIOD = 'occurred_at >= {from:Int64} AND occurred_at < {until:Int64}';

/** Values of the parameters that `metSql` has for goals. */
export function goalParameters(versions: readonly GoalVersion[]): Parameters {
  return {
    goalNos: [0, ...versions.map(({ no }) => no)],
    once: versions.filter(({ count }) => count === 'once').map(({ no }) => no),
  };
}

/**
 * Each conversion once: `session_id`, `event_id`, `goal_no`, `occurred_at`. A conversion counts only beside the event it
 * belongs to, of the same precedence: whatever was broken off, done twice, or done by two processes at the same time
 * thus leaves one event and its own conversions. Of a goal that counts once, it is the session's earliest by (time, id),
 * and only then may a period be looked at. `where` says which sessions.
 */
export function metSql(where: string): string {
  return `(
    SELECT session_id, event_id, met.1 AS goal_no, met.2 AS occurred_at
    FROM (
      SELECT session_id, event_id, maxIf(precedence, goal_no = 0) AS kept,
        arrayJoin(groupUniqArrayIf((goal_no, occurred_at, precedence), goal_no != 0)) AS met
      FROM records
      WHERE project_id = {projectId:String} AND ${where} AND goal_no IN {goalNos:Array(UInt32)}
      GROUP BY session_id, event_id
    )
    WHERE met.3 = kept
    ORDER BY occurred_at, event_id
    LIMIT 1 BY session_id, goal_no, if(goal_no IN {once:Array(UInt32)}, '', event_id)
  )`;
}
