import type { FunnelPath } from '../../model/funnels/path.js';
import { VISIT } from '../../store/funnels/chain.js';
import { bitsOfGoals } from '../../store/funnels/steps.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { metSql } from '../conversions/met.js';
import type { Restriction } from '../rows/text-test.js';

/**
 * A table of the moments of each session that has any: `session_id`, and as `events` tuples of time, id and bits in order.
 * `rules`: the bits of an event that is a step by a rule. `where` selects the sessions. Needs the parameters of `metSql` for all
 * `versions`.
 */
export function momentsSql(
  path: FunnelPath,
  versions: readonly GoalVersion[],
  rules: Restriction,
  where: string,
  records: string,
): Restriction {
  const goals = [...bitsOfGoals(path, versions)];
  const met = metSql(`${where} AND goal_no IN {stepGoals:Array(UInt32)}`, [], records);
  const isVisit = path.order === 'directly' ? `if(type = 'visit', ${VISIT}, 0)` : '0';
  return {
    sql: `(
      SELECT session_id, arraySort(groupArray((at, event_id, bits))) AS events
      FROM (
        SELECT session_id, event_id, any(occurred_at) AS at, groupBitOr(bits) AS bits
        FROM (
          SELECT session_id, event_id, occurred_at,
            transform(goal_no, {stepGoals:Array(UInt32)}, {stepBits:Array(UInt32)}, toUInt32(0)) AS bits
          FROM ${met}
          UNION ALL
          SELECT session_id, event_id, occurred_at, toUInt32(${isVisit} + ${rules.sql}) AS bits
          FROM ${records} FINAL WHERE project_id = {projectId:String} AND goal_no = 0 AND ${where} AND bits != 0
        )
        GROUP BY session_id, event_id
      )
      GROUP BY session_id
    )`,
    parameters: {
      ...rules.parameters,
      // Events themselves are goal 0.
      stepGoals: [0, ...goals.map(([no]) => no)],
      stepBits: [0, ...goals.map(([, bits]) => bits)],
    },
  };
}

/**
 * A SELECT of the columns of a history, from a table with `events`: times since the first step and bits, of the moments from there
 * on. A chain depends on nothing else.
 */
export function historySql(...columns: readonly string[]): string {
  return `WITH
    arrayFirstIndex(event -> bitTest(event.3, 0), events) AS first,
    if(first = 0, [], arraySlice(events, first)) AS own
  SELECT arrayMap(event -> if(event.3 = ${VISIT}, 0, event.1 - own[1].1), own) AS times,
    arrayMap(event -> event.3, own) AS bits, ${columns.join(', ')}`;
}
