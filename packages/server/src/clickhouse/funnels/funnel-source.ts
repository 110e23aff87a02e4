import type { SessionId } from '../../model/ids.js';
import type { BoundedPeriod } from '../../model/period.js';
import type { FunnelQuestion } from '../../store/funnels/question.js';
import { ruleStepsOf } from '../../store/funnels/steps.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { type Columns, integer, listOf, nullable, text, textOf } from '../cluster/rows.js';
import { eventsSql, inPeriodSql, type RecordsSource, selectedSessions } from '../conversions/selected-sessions.js';
import { sessionsSql } from '../rows/session-rows.js';
import { inSlice, type Slice, slicesOf, slicing } from '../rows/slices.js';
import { historySql, momentsSql } from './moments-sql.js';
import { ruleBitsSql } from './rule-bits.js';

/** What the sessions of one period are asked. */
export type PeriodQuestion = Pick<FunnelQuestion, 'projectId' | 'path' | 'filters' | 'groupBy'> & {
  readonly period: BoundedPeriod;
};

const MOMENTS = { at: listOf(integer), bits: listOf(integer) };
/** Sessions that did the same. */
const HISTORY = { ...MOMENTS, group: nullable(text), sessions: integer };
/** A session. */
const OF_SESSION = { ...MOMENTS, id: textOf<SessionId>() };

/** The sessions of a funnel in one shard and period, as far as one list of goals and all filters go. */
export class FunnelSource {
  readonly #source: RecordsSource;
  readonly #question: PeriodQuestion;
  readonly #versions: readonly GoalVersion[];
  readonly #sessionsPerSlice: number;

  /** `versions`: all that readers see. `sessionsPerSlice`: about how many sessions are read at a time. */
  constructor(
    source: RecordsSource,
    question: PeriodQuestion,
    versions: readonly GoalVersion[],
    sessionsPerSlice: number,
  ) {
    this.#source = source;
    this.#question = question;
    this.#versions = versions;
    this.#sessionsPerSlice = sessionsPerSlice;
  }

  /** The visits, clicks and custom events of all sessions that began in the period. */
  async countEvents(): Promise<number> {
    const { records, ask } = this.#source;
    const { sql, parameters } = inPeriodSql(this.#question, this.#source);
    const [counted] = await ask({
      sql: `SELECT sum(visits + clicks + custom_events) FROM ${sessionsSql(sql, [], records)}
        WHERE started_at >= {from:Int64} AND started_at < {until:Int64}`,
      parameters,
      columns: { events: integer },
    });
    return counted!.events;
  }

  /** The histories of the sessions that pass the filters, those that are the same together. */
  histories() {
    return this.#ask(`${historySql('session_group', 'count()')} FROM`, 'LEFT JOIN', 'GROUP BY ALL', HISTORY);
  }

  /** The history of each session that passes the filters and has come to the first step. */
  sessions() {
    return this.#ask(`${historySql('chosen.session_id')} FROM`, 'INNER JOIN', 'WHERE first != 0', OF_SESSION);
  }

  async *#ask<C extends Columns>(select: string, join: string, then: string, columns: C) {
    for (const slice of await this.#slices()) {
      const source = { ...this.#source, within: inSlice(slice) };
      const { path, groupBy } = this.#question;
      const where = inPeriodSql(this.#question, source);
      const texts = groupBy === null ? [] : [groupBy];
      const sessions = await selectedSessions(source, this.#question, this.#versions, texts);
      const rules = await ruleBitsSql(source, ruleStepsOf(path), where);
      const moments = momentsSql(path, this.#versions, rules, where.sql, source.records);
      yield* await source.ask({
        sql: `${select} (SELECT session_id, ${groupBy ?? 'NULL'} AS session_group ${sessions.sql}) AS chosen
          ${join} ${moments.sql} AS moments ON chosen.session_id = moments.session_id
          ${then}`,
        parameters: { ...sessions.parameters, ...moments.parameters },
        columns,
      });
    }
  }

  async #slices(): Promise<Slice[]> {
    const { records, ask } = this.#source;
    const { parameters } = inPeriodSql(this.#question, this.#source);
    const [sessions] = await ask(slicing(`(${eventsSql(records)})`, parameters));
    return slicesOf(sessions!, this.#sessionsPerSlice);
  }
}
