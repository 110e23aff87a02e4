import type { GoalVersion } from '../../store/goals/versions.js';
import { type ReportQuery, type ReportQuestion, TOTALS } from '../../store/reports/question.js';
import type { Query } from '../cluster/node.js';
import { type Columns, integer, text } from '../cluster/rows.js';
import type { Tables } from '../summaries/fingerprints.js';
import { GroupColumns } from './group-columns.js';
import { ReportSource } from './report-source.js';
import { ConvertedKinds, UNIT } from './units.js';

/** The first columns of `countUnits`: the sum is a decimal. */
export const COUNTED = { set: integer, kind: integer, period: integer, currency: text, count: integer, sum: text };

/** How a shard counts its part of a report: in one statement for all queries and periods, for each slice of its sessions. */
export class ReportPlan {
  readonly columns: GroupColumns;
  readonly kinds: ConvertedKinds;
  readonly source: ReportSource;
  /** The totals, then those of the report. */
  readonly queries: readonly ReportQuery[];

  /** `versions`: all that readers see. `tables`: the shard's own. */
  constructor(question: ReportQuestion, versions: readonly GoalVersion[], tables: Tables) {
    this.queries = [TOTALS, ...question.queries];
    this.columns = new GroupColumns(this.queries, versions);
    this.kinds = new ConvertedKinds(this.queries);
    this.source = new ReportSource(question, versions, tables);
  }

  /**
   * Counts equal units of the sessions, and sums their amounts, for each query. A row has the columns of `COUNTED`, then those of
   * `columns`. `source` is that of this plan or a slice of it, `odd` as for `sessions` there.
   */
  countUnits(source: ReportSource, odd: readonly string[] | null): Query<Columns> {
    const groups = this.columns.all.map((column, index) => ({ ...column, name: groupName(index) }));
    const names = groups.map(({ name }) => name);
    const sessions = source.sessions(
      odd,
      groups.map(({ group }) => group),
    );
    const units = source.periods.map((period) => this.kinds.unitsSql(period));
    const fields = ['kind', 'period', ...UNIT].map((field, index) => `unit.${index + 1} AS ${field}`);
    const setOf = (positions: readonly number[]) => names.filter((_name, index) => positions.includes(index));
    const sets = this.queries.map((query) => setOf(this.columns.positionsOf(query)));
    const keys = ['kind', 'period', 'currency'];
    return {
      sql: `SELECT ${[
        names.length > 0 ? `grouping(${names})` : '0',
        ...keys,
        'count()',
        'toString(sum(amount))',
        ...names,
      ].join(', ')}
        FROM (
          SELECT ${[...keys, 'amount', ...groups.map(({ sql, name }) => `${sql} AS ${name}`)].join(', ')}
          FROM (
            SELECT *, ${fields.join(', ')} FROM (SELECT *, arrayJoin(arrayConcat(${units.join(', ')})) AS unit FROM ${sessions.sql})
          )
        )
        GROUP BY GROUPING SETS (${[...new Set(sets.map((set) => `(${[...keys, ...set].join(', ')})`))].join(', ')})`,
      parameters: Object.assign({}, sessions.parameters, ...groups.map(({ parameters }) => parameters)),
      columns: this.countedColumns,
    };
  }

  /** The columns of `countUnits`. */
  get countedColumns(): Columns {
    return {
      ...COUNTED,
      ...Object.fromEntries(this.columns.all.map(({ column }, index) => [groupName(index), column])),
    };
  }

  /** What `set` is in the rows of a query: a bit for each column that it does not group by, the first one highest. */
  setOf(query: ReportQuery): number {
    const positions = this.columns.positionsOf(query);
    return this.columns.all.reduce((bits, _group, index) => bits * 2 + (positions.includes(index) ? 0 : 1), 0);
  }
}

/** The name of a column of all. */
export function groupName(index: number): string {
  return `group${index}`;
}
