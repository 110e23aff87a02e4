import { CONVERSION_TYPES } from '../../model/conversion.js';
import type { GroupValue, ReportGroup } from '../../model/report.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { isTime } from '../../store/reports/groups.js';
import type { ReportQuery } from '../../store/reports/question.js';
import type { Parameters } from '../cluster/query-client.js';
import { type Column, integer, nullable, text } from '../cluster/rows.js';
import { UNKNOWN_TEXT } from '../rows/text-test.js';

/** A group as a column of the units that are counted. */
export interface GroupColumn {
  readonly group: ReportGroup;
  /** An expression over the columns of a unit. */
  readonly sql: string;
  /** Stands for it in rows that are not grouped by it. */
  readonly absent: string;
  readonly parameters: Parameters;
  readonly column: Column<GroupValue>;
  /** The value of the group that a value of the column stands for. */
  toValue(stored: GroupValue, period: number): GroupValue;
}

/** The columns of all queries. Queries that group by the same thing share one. */
export class GroupColumns {
  readonly #byKey = new Map<string, GroupColumn>();

  constructor(queries: readonly ReportQuery[], versions: readonly GoalVersion[]) {
    for (const query of queries) {
      for (const group of query.groupBy) {
        const key = keyOf(group, query);
        if (!this.#byKey.has(key)) this.#byKey.set(key, toColumn(group, query, versions, `times${this.#byKey.size}`));
      }
    }
  }

  get all(): readonly GroupColumn[] {
    return [...this.#byKey.values()];
  }

  /** The positions in `all` of the groups of a query. */
  positionsOf(query: ReportQuery): number[] {
    const keys = [...this.#byKey.keys()];
    return query.groupBy.map((group) => keys.indexOf(keyOf(group, query)));
  }
}

function keyOf(group: ReportGroup, { times }: ReportQuery): string {
  return isTime(group) ? JSON.stringify(times) : group;
}

function toColumn(
  group: ReportGroup,
  { times }: ReportQuery,
  versions: readonly GoalVersion[],
  name: string,
): GroupColumn {
  if (isTime(group)) return timeColumn(group, times!, name);
  const whole = { group, absent: '0', parameters: {}, column: integer as Column<GroupValue> };
  if (group === 'goal') {
    const keys = new Map<GroupValue, string>(versions.map(({ no, key }) => [no, key]));
    return { ...whole, sql: 'goal_no', toValue: (no) => keys.get(no) ?? null };
  }
  if (group === 'type') {
    return { ...whole, sql: 'type_no', toValue: (no) => CONVERSION_TYPES[no as number] ?? null };
  }
  return { ...whole, sql: group, absent: UNKNOWN_TEXT, column: nullable(text), toValue: (stored) => stored };
}

/** A time is the moment at which it begins. A period without a moment has no times, and no unit. */
function timeColumn(group: ReportGroup, times: NonNullable<ReportQuery['times']>, name: string): GroupColumn {
  const positions = times.map((starts) => new Map<GroupValue, number>(starts.map((start, index) => [start, index])));
  const some = [...times.entries()].filter(([, starts]) => starts.length > 0);
  const cases = some.map(([period]) => `period = ${period}, roundDown(at, {${name}_${period}:Array(Int64)})`);
  return {
    group,
    sql: `multiIf(${[...cases, '0'].join(', ')})`,
    absent: '0',
    parameters: Object.fromEntries(some.map(([period, starts]) => [`${name}_${period}`, starts])),
    column: integer,
    toValue: (start, period) => positions[period]!.get(start) ?? null,
  };
}
