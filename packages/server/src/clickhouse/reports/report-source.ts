import { CONVERSION_TYPES } from '../../model/conversion.js';
import type { ConversionTest } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { ReportQuestion } from '../../store/reports/question.js';
import type { Query } from '../cluster/node.js';
import type { Parameters } from '../cluster/query-client.js';
import type { text } from '../cluster/rows.js';
import { conversionTest } from '../conversions/conversion-test.js';
import { goalParameters, metSql } from '../conversions/met.js';
import { metOnUrlsSql, oddAddresses, pathSql } from '../conversions/page-paths.js';
import { sessionsSql } from '../rows/session-rows.js';
import { entryColumnsIn, sessionTest } from '../rows/session-test.js';
import { allOf, type Restriction } from '../rows/text-test.js';
import { type AmountsSql, amountsSql } from './amounts.js';
import { inSlice, type SLICING, type Slice, slicing } from './slices.js';
import { CONVERSION_TUPLE, type ConversionField, fieldOf, UNKNOWN } from './units.js';

/** The sessions that a report is about and their conversions, as SQL for one shard. */
export class ReportSource {
  /** The positions of the periods that have a moment. */
  readonly periods: readonly number[];
  readonly #question: ReportQuestion;
  readonly #versions: readonly GoalVersion[];
  readonly #records: string;
  readonly #amounts: AmountsSql;
  readonly #slice: Slice | null;

  /** `versions`: all that readers see. `records`: the name of the shard's own table. `slice`: null for all sessions. */
  constructor(question: ReportQuestion, versions: readonly GoalVersion[], records: string, slice: Slice | null = null) {
    this.periods = [...question.periods.entries()].filter(([, { from, until }]) => from < until).map(([at]) => at);
    this.#question = question;
    this.#versions = neededVersions(question, versions);
    this.#records = records;
    this.#amounts = amountsSql(this.#versions);
    this.#slice = slice;
  }

  /** Finds how to divide the sessions into slices. */
  get slicing(): Query<typeof SLICING> {
    return slicing(this.#eventsInPeriods, this.#parameters);
  }

  in(slice: Slice): ReportSource {
    return new ReportSource(this.#question, this.#versions, this.#records, slice);
  }

  /** Finds the addresses that `sessions` has to be told; null when it needs none. */
  get oddAddresses(): Query<{ address: typeof text }> | null {
    return this.#needsPages ? oddAddresses(this.#metSql, this.#parameters) : null;
  }

  /**
   * The sessions that pass the filters, with their start, the given texts, and as `chosen` their chosen conversions at any time:
   * tuples as `fieldOf` reads them.
   */
  sessions(odd: readonly string[], texts: readonly string[]): Restriction {
    const { choice, filters } = this.#question;
    const met = this.#conversions(odd);
    const { goals, types, origin } = choice;
    const ofChoice = { goals: goals ?? undefined, types: types ?? undefined, origin: origin ?? undefined };
    const chosen = conversionTest(ofChoice, this.#versions, 'choice', fieldOf);
    const passing = allOf([sessionTest(filters), this.#conversionFilters()]);
    const entry = entryColumnsIn([...texts, ...Object.keys(filters.texts)]);
    return {
      sql: `(
        SELECT *, arrayFilter(c -> ${chosen.sql}, conversions) AS chosen
        FROM ${sessionsSql(this.#where, entry, this.#records)} AS sessions
        LEFT JOIN (${met.sql}) AS met ON sessions.session_id = met.session_id
        WHERE ${passing.sql}
      )`,
      parameters: { ...this.#parameters, ...met.parameters, ...chosen.parameters, ...passing.parameters },
    };
  }

  #conversionFilters(): Restriction {
    const { converted, conversion } = this.#question.filters;
    const isConverted = converted ? 'notEmpty(conversions)' : 'empty(conversions)';
    const test = conversionTest({ ...conversion, inPeriod: false }, this.#versions, 'conversion', fieldOf);
    return allOf([
      ...(converted === undefined ? [] : [{ sql: isConverted, parameters: {} }]),
      ...(conversion ? [{ ...test, sql: `arrayExists(c -> ${test.sql}, conversions)` }] : []),
    ]);
  }

  /** A SELECT of the conversions of each session that has any. */
  #conversions(odd: readonly string[]): Restriction {
    const path = this.#needsPages ? pathSql(odd) : { sql: UNKNOWN, parameters: {} };
    const { currency, amount, parameters } = this.#amounts;
    const fields: Partial<Record<ConversionField, string>> = {
      type_no: 'transform(goal_no, {typed:Array(UInt32)}, {types:Array(UInt8)}, 0)',
      page: path.sql,
      currency,
      amount,
    };
    const tuple = `tuple(${CONVERSION_TUPLE.map((field) => fields[field] ?? field).join(', ')})`;
    return {
      sql: `SELECT session_id, groupArray(${tuple}) AS conversions FROM ${this.#metSql} GROUP BY session_id`,
      parameters: {
        ...path.parameters,
        ...parameters,
        typed: this.#versions.map(({ no }) => no),
        types: this.#versions.map(({ type }) => CONVERSION_TYPES.indexOf(type)),
      },
    };
  }

  get #metSql(): string {
    const select = this.#needsPages ? metOnUrlsSql : metSql;
    return select(this.#where, this.#amounts.eventColumns, this.#records);
  }

  get #needsPages(): boolean {
    const { queries, filters } = this.#question;
    return filters.conversion?.page !== undefined || queries.some(({ groupBy }) => groupBy.includes('page'));
  }

  /** A session that began or converted in a period has an event in it. */
  get #where(): string {
    return `${inSlice(this.#slice).sql} AND session_id IN (SELECT session_id FROM ${this.#eventsInPeriods})`;
  }

  get #eventsInPeriods(): string {
    const inAny = this.periods.map((at) => `occurred_at >= {from${at}:Int64} AND occurred_at < {until${at}:Int64}`);
    return `(
      SELECT session_id FROM ${this.#records}
      WHERE project_id = {projectId:String} AND goal_no = 0 AND ${inSlice(this.#slice).sql} AND (${inAny.join(' OR ')})
    )`;
  }

  get #parameters(): Parameters {
    const { projectId, periods } = this.#question;
    const bounds = [...periods.entries()].flatMap(([at, { from, until }]) => [
      [`from${at}`, from],
      [`until${at}`, until],
    ]);
    return {
      projectId,
      ...inSlice(this.#slice).parameters,
      ...Object.fromEntries(bounds),
      ...goalParameters(this.#versions),
    };
  }
}

/** Those whose conversions the report is about. */
function neededVersions({ choice, filters }: ReportQuestion, versions: readonly GoalVersion[]): GoalVersion[] {
  const tests: Pick<ConversionTest, 'goals' | 'types'>[] = [
    { goals: choice.goals ?? undefined, types: choice.types ?? undefined },
    ...(filters.conversion ? [filters.conversion] : []),
    ...(filters.converted === undefined ? [] : [{}]),
  ];
  return versions.filter(({ key, type }) =>
    tests.some(({ goals, types }) => (!goals || goals.includes(key)) && (!types || types.includes(type))),
  );
}
