import { goalPropertyOf, isTime, QUARTER_MS } from '../../store/reports/groups.js';
import { isFiltered, type ReportQuery, type ReportQuestion } from '../../store/reports/question.js';
import type { Query } from '../cluster/node.js';
import { type Columns, integer, type RowOf, text } from '../cluster/rows.js';
import { inSlice, type Slice } from '../rows/slices.js';
import { fingerprintOf, type Tables } from '../summaries/fingerprints.js';
import type { CountedBy } from '../summaries/sum-up.js';
import { groupName, type ReportPlan } from './report-plan.js';
import { typeSql } from './session-sources.js';
import { type CountedSums, summedUnits } from './summed-units.js';

const SUMMED = { from: text, until: text, sessions: integer };
export type SummedSlice = RowOf<typeof SUMMED>;

/** How a shard counts its part of a report from the sums of slices. */
export class ReportSums {
  /** Whether sums have what the report is about: all sessions, and in each query one thing that they are counted by. */
  readonly areEnough: boolean;
  readonly #plan: ReportPlan;
  readonly #tables: Tables;

  /** `tables`: the shard's own. */
  constructor(plan: ReportPlan, { filters }: ReportQuestion, tables: Tables) {
    this.areEnough = !isFiltered(filters) && plan.queries.every((query) => keyOf(query) !== null);
    this.#plan = plan;
    this.#tables = tables;
  }

  /** Finds the slices that have sums which fit the periods, by their beginning. They may overlap. */
  get slices(): Query<typeof SUMMED> {
    return {
      sql: `SELECT from_id, until_id, sessions FROM ${this.#tables.sums} FINAL
        WHERE project_id = {projectId:String} AND counted_by = '' AND ${this.#fit}
        ORDER BY from_id, until_id`,
      parameters: this.#plan.source.parameters,
      columns: SUMMED,
    };
  }

  /** Whether all events of the sums are in one period or more, and none in the others. */
  get #fit(): string {
    const { periods } = this.#plan.source;
    const apart = periods.map((at) => `(${isIn(at)} OR last_at < {from${at}:Int64} OR first_at >= {until${at}:Int64})`);
    return `((${periods.map(isIn).join(' OR ')}) AND ${apart.join(' AND ')})`;
  }

  /** Counts as `countUnits` of the plan does, in a slice that sums cover. Finds nothing unless all of them count. */
  countUnits(slice: Slice): Query<Columns> {
    const { source, columns, kinds } = this.#plan;
    const { sql: within, parameters: bounds } = inSlice(slice);
    const type = typeSql(source.versions);
    const queries = [...new Map(this.#plan.queries.map((query) => [this.#plan.setOf(query), query]))];
    const keys = queries.map(([_set, query]) => keyOf(query)!);
    const from: CountedSums = {
      sums: this.#current(within, [...new Set(keys)]),
      isChosen: (columnOf) => `has({goalNos:Array(UInt32)}, ${columnOf('goal_no')}) AND ${source.chosen(columnOf).sql}`,
      type: type.sql,
      currency: source.amounts.currency,
      amount: source.amounts.amountOfAll,
      kinds,
    };
    const counted = queries.map(([set, query], index) => this.#counted(set, query, keys[index]!, from));
    const { parameters: ofChoice } = source.chosen((column) => column);
    return {
      sql: counted.join(' UNION ALL '),
      parameters: Object.assign(
        { ...source.parameters, ...bounds, ...ofChoice, ...source.amounts.parameters, ...type.parameters },
        ...columns.all.map(({ parameters }) => parameters),
      ),
      columns: this.#plan.countedColumns,
    };
  }

  /**
   * The sums within a slice, if those by each of the keys are of all its records. They also have to fit the periods: others than
   * those that were found may be there by now.
   */
  #current(within: string, keys: readonly CountedBy[]): string {
    const all = keys.map((key) => `'${key}'`);
    const sums = `${this.#tables.sums} FINAL
      WHERE project_id = {projectId:String} AND from_id >= {sliceFrom:String} AND until_id <= {sliceUntil:String}`;
    const periods = this.#plan.source.periods.map((at) => `if(${isIn(at)}, [${at}], [])`);
    return `SELECT *, arrayJoin(arrayConcat(${periods.join(', ')})) AS period FROM ${sums} AND (
        SELECT countIf(fits AND summed = ${fingerprintOf(within, this.#tables)})
        FROM (SELECT sum(fingerprint) AS summed, min(${this.#fit}) AS fits FROM ${sums} AND counted_by IN (${all.join(', ')}) GROUP BY counted_by)
      ) = ${all.length}`;
  }

  #counted(set: number, query: ReportQuery, key: CountedBy, from: CountedSums): string {
    const { all } = this.#plan.columns;
    const own = this.#plan.columns.positionsOf(query);
    const groups = all.map(({ sql, absent }, index) => `${own.includes(index) ? sql : absent} AS ${groupName(index)}`);
    const counted = [`${set} AS set`, 'kind', 'period', 'currency', 'sum(number)', 'toString(sum(amount))'];
    return `SELECT ${[...counted, ...groups.map((_group, index) => groupName(index))].join(', ')}
      FROM (SELECT ${['*', ...groups].join(', ')} FROM (SELECT *, ${valueSql(key)} FROM ${summedUnits(query, key, from)}))
      GROUP BY ALL`;
  }
}

/** The value that sums are counted by, under the name that groups have for it. */
function valueSql(key: CountedBy): string {
  return key === 'time'
    ? 'toInt64(assumeNotNull(value)) AS at'
    : `CAST(value, 'Nullable(String)') AS ${key || 'nothing'}`;
}

/** What the sums are counted by that answer a query; null if none do. */
function keyOf({ groupBy, times }: ReportQuery): CountedBy | null {
  const properties = groupBy.filter((group) => goalPropertyOf(group) === null);
  if (properties.length > 1) return null;
  const [property = ''] = properties;
  if (property === '' || !isTime(property)) return property as CountedBy;
  return times!.flat().every((start) => start % QUARTER_MS === 0) ? 'time' : null;
}

/** Whether all events of the sums are in a period. */
function isIn(period: number): string {
  return `(first_at >= {from${period}:Int64} AND last_at < {until${period}:Int64})`;
}
