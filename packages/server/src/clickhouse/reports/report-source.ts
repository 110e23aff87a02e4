import { type ConversionTest, SESSION_TEXTS } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { ReportQuestion } from '../../store/reports/question.js';
import type { Query } from '../cluster/node.js';
import type { Parameters } from '../cluster/query-client.js';
import type { text } from '../cluster/rows.js';
import { conversionTest, type TestedColumn } from '../conversions/conversion-test.js';
import { goalParameters } from '../conversions/met.js';
import { oddAddresses } from '../conversions/page-paths.js';
import { sessionTest } from '../rows/session-test.js';
import { type SLICING, slicing } from '../rows/slices.js';
import { allOf, type Restriction } from '../rows/text-test.js';
import { changedSessions, seenParameters, type Tables } from '../summaries/fingerprints.js';
import { type AmountsSql, amountsSql } from './amounts.js';
import { computedSessions, metOf, type SessionColumns, summarizedSessions } from './session-sources.js';
import { fieldOf } from './units.js';

/** The sessions that a report is about and their conversions, as SQL for one shard. */
export class ReportSource {
  /** The positions of the periods that have a moment. */
  readonly periods: readonly number[];
  /** The goals whose conversions matter. */
  readonly versions: readonly GoalVersion[];
  readonly amounts: AmountsSql;
  readonly #question: ReportQuestion;
  readonly #all: readonly GoalVersion[];
  readonly #tables: Tables;
  readonly #within: Restriction;

  /** `versions`: all that readers see. `tables`: the shard's own. `within`: restricts the sessions. */
  constructor(question: ReportQuestion, versions: readonly GoalVersion[], tables: Tables, within = allOf([])) {
    this.periods = [...question.periods.entries()].filter(([, { from, until }]) => from < until).map(([at]) => at);
    this.#question = question;
    this.#all = versions;
    this.versions = neededVersions(question, versions);
    this.#tables = tables;
    this.amounts = amountsSql(this.versions);
    this.#within = within;
  }

  /** Finds how to divide the sessions into slices. */
  get slicing(): Query<typeof SLICING> {
    return slicing(this.#eventsInPeriods(), this.parameters);
  }

  within(restriction: Restriction): ReportSource {
    return new ReportSource(this.#question, this.#all, this.#tables, restriction);
  }

  /** Finds the addresses that `sessions` has to be told; null when it needs none. */
  get oddAddresses(): Query<{ address: typeof text }> | null {
    return this.#needsPages
      ? oddAddresses(metOf(this.#columns([]), this.#changed, this.#tables), this.parameters)
      : null;
  }

  /**
   * The sessions that pass the filters, with their start, the given texts, and as `chosen` their chosen conversions at any time:
   * tuples as `fieldOf` reads them. `odd`: null for none unless all have their summaries, which is found out quickly.
   */
  sessions(odd: readonly string[] | null, texts: readonly string[]): Restriction {
    const { filters } = this.#question;
    const chosen = this.chosen(fieldOf);
    const passing = allOf([sessionTest(filters), this.#conversionFilters()]);
    const columns = this.#columns([...texts, ...Object.keys(filters.texts)]);
    const summarized = summarizedSessions(columns, this.#within.sql, this.#tables, odd === null);
    const all = odd === null ? [summarized] : [summarized, computedSessions(columns, this.#changed, this.#tables, odd)];
    return {
      sql: `(
        SELECT *, arrayFilter(c -> ${chosen.sql}, conversions) AS chosen
        FROM (${all.map(({ sql }) => sql).join(' UNION ALL ')})
        WHERE ${passing.sql}
      )`,
      parameters: Object.assign(
        { ...this.parameters, ...chosen.parameters, ...passing.parameters },
        ...all.map(({ parameters }) => parameters),
      ),
    };
  }

  /** The test of conversions that the report chooses. `columnOf` names their columns. */
  chosen(columnOf: (column: TestedColumn) => string): Restriction {
    const { goals, types, origin } = this.#question.choice;
    const test = { goals: goals ?? undefined, types: types ?? undefined, origin: origin ?? undefined };
    return conversionTest(test, this.versions, 'choice', columnOf);
  }

  #columns(texts: readonly string[]): SessionColumns {
    const { periods } = this.#question;
    return {
      texts: SESSION_TEXTS.filter((text) => texts.includes(text)),
      versions: this.versions,
      amounts: this.amounts,
      needsPages: this.#needsPages,
      from: Math.min(...this.periods.map((at) => periods[at]!.from)),
      until: Math.max(...this.periods.map((at) => periods[at]!.until)),
    };
  }

  #conversionFilters(): Restriction {
    const { converted, conversion } = this.#question.filters;
    const isConverted = converted ? 'notEmpty(conversions)' : 'empty(conversions)';
    const test = conversionTest({ ...conversion, inPeriod: false }, this.versions, 'conversion', fieldOf);
    return allOf([
      ...(converted === undefined ? [] : [{ sql: isConverted, parameters: {} }]),
      ...(conversion ? [{ ...test, sql: `arrayExists(c -> ${test.sql}, conversions)` }] : []),
    ]);
  }

  get #needsPages(): boolean {
    const { queries, filters } = this.#question;
    return filters.conversion?.page !== undefined || queries.some(({ groupBy }) => groupBy.includes('page'));
  }

  /** Sessions without a summary. One that began or converted in a period has an event in it. */
  get #changed(): string {
    const changed = `session_id IN (SELECT session_id FROM (${changedSessions(this.#within.sql, this.#tables)}))`;
    return `${this.#within.sql} AND ${changed} AND session_id IN (SELECT session_id FROM ${this.#eventsInPeriods(changed)})`;
  }

  #eventsInPeriods(which = 'true'): string {
    const inAny = this.periods.map((at) => `occurred_at >= {from${at}:Int64} AND occurred_at < {until${at}:Int64}`);
    return `(
      SELECT session_id FROM ${this.#tables.records}
      WHERE project_id = {projectId:String} AND goal_no = 0 AND ${this.#within.sql} AND ${which} AND (${inAny.join(' OR ')})
    )`;
  }

  /** Those of `sessions`, and of SQL about the same sessions and goals. */
  get parameters(): Parameters {
    const { projectId, periods } = this.#question;
    const bounds = [...periods.entries()].flatMap(([at, { from, until }]) => [
      [`from${at}`, from],
      [`until${at}`, until],
    ]);
    return {
      projectId,
      ...this.#within.parameters,
      ...Object.fromEntries(bounds),
      ...goalParameters(this.versions),
      ...seenParameters(this.#all),
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
