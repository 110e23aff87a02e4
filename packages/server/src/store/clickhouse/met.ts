import type { Selection } from '../store.js';
import type { Parameters } from './node.js';
import type { GoalVersion } from './project-goals.js';

/** The conversions of a selection, as a table expression with its parameters. */
export interface Met {
  readonly sql: string;
  readonly parameters: Parameters;
}

const MS_MIN = Number.MIN_SAFE_INTEGER;
const MS_MAX = Number.MAX_SAFE_INTEGER;

/**
 * Each conversion once: `session_id`, `event_id`, `goal_no`, `occurred_at`. A conversion counts only beside the event it
 * belongs to, of the same precedence: whatever was broken off, done twice, or done by two processes at the same time
 * thus leaves one event and its own conversions. Of a goal that counts once, it is the session's earliest by (time, id),
 * and only then is the period looked at.
 */
export function conversionsMet({ projectId, sessionIds, period }: Selection, versions: readonly GoalVersion[]): Met {
  return {
    sql: `(
      SELECT session_id, event_id, met.1 AS goal_no, met.2 AS occurred_at
      FROM (
        SELECT session_id, event_id, maxIf(precedence, goal_no = 0) AS kept,
          arrayJoin(groupUniqArrayIf((goal_no, occurred_at, precedence), goal_no != 0)) AS met
        FROM records
        WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)}
          AND goal_no IN {goalNos:Array(UInt32)}
        GROUP BY session_id, event_id
      )
      WHERE met.3 = kept
      ORDER BY occurred_at, event_id
      LIMIT 1 BY session_id, goal_no, if(goal_no IN {once:Array(UInt32)}, '', event_id)
    )`,
    parameters: {
      projectId,
      sessionIds: [...new Set(sessionIds)],
      goalNos: [0, ...versions.map(({ no }) => no)],
      once: versions.filter(({ count }) => count === 'once').map(({ no }) => no),
      from: period.from ?? MS_MIN,
      until: period.until ?? MS_MAX,
    },
  };
}

/** What the parameters `from` and `until` are for. */
export const IN_PERIOD = 'occurred_at >= {from:Int64} AND occurred_at < {until:Int64}';
