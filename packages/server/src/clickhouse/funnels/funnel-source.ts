import type { SessionId } from '../../model/ids.js';
import type { BoundedPeriod } from '../../model/period.js';
import type { FunnelQuestion } from '../../store/funnels/question.js';
import { ruleStepsOf } from '../../store/funnels/steps.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { type Columns, integer, listOf, nullable, text, textOf } from '../cluster/rows.js';
import { inPeriodSql, type RecordsSource, selectedSessions } from '../conversions/selected-sessions.js';
import { sessionsSql } from '../rows/session-rows.js';
import { historySql, momentsSql } from './moments-sql.js';
import { ruleBitsSql } from './rule-bits.js';

/** What the sessions of one period are asked. */
export type PeriodQuestion = Pick<FunnelQuestion, 'projectId' | 'path' | 'filters' | 'groupBy'> & {
  readonly period: BoundedPeriod;
};

/** Sessions that are read at a time. */
const SESSIONS_AT_A_TIME = 500_000;

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
  readonly #where: string;

  /** `versions`: all that readers see. */
  constructor(source: RecordsSource, question: PeriodQuestion, versions: readonly GoalVersion[]) {
    this.#source = source;
    this.#question = question;
    this.#versions = versions;
    this.#where = inPeriodSql(question, source.records);
  }

  /** The visits, clicks and custom events of all sessions that began in the period. */
  async countEvents(): Promise<number> {
    const { records, ask } = this.#source;
    const [counted] = await ask({
      sql: `SELECT sum(visits + clicks + custom_events) FROM ${sessionsSql(this.#where, [], records)}
        WHERE started_at >= {from:Int64} AND started_at < {until:Int64}`,
      parameters: this.#parameters,
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
    const { projectId, path, filters, groupBy, period } = this.#question;
    const texts = groupBy === null ? [] : [groupBy];
    const { ask, records } = this.#source;
    const sessions = await selectedSessions(this.#source, { projectId, period, filters }, this.#versions, texts);
    const rules = await ruleBitsSql(this.#source, ruleStepsOf(path), this.#where, this.#parameters);
    const parts = await this.#parts();
    for (let part = 0; part < parts; part++) {
      const inPart = `cityHash64(session_id) % ${parts} = ${part}`;
      const moments = momentsSql(path, this.#versions, rules, `${this.#where} AND ${inPart}`, records);
      yield* await ask({
        sql: `${select} (SELECT session_id, ${groupBy ?? 'NULL'} AS session_group ${sessions.sql} AND ${inPart}) AS chosen
          ${join} ${moments.sql} AS moments ON chosen.session_id = moments.session_id
          ${then}`,
        parameters: { ...sessions.parameters, ...moments.parameters },
        columns,
      });
    }
  }

  async #parts(): Promise<number> {
    const { records, ask } = this.#source;
    const [counted] = await ask({
      sql: `SELECT uniq(session_id) FROM ${records} WHERE project_id = {projectId:String} AND goal_no = 0
        AND occurred_at >= {from:Int64} AND occurred_at < {until:Int64}`,
      parameters: this.#parameters,
      columns: { sessions: integer },
    });
    return Math.ceil((counted!.sessions + 1) / SESSIONS_AT_A_TIME);
  }

  get #parameters() {
    const { projectId, period } = this.#question;
    return { projectId, from: period.from, until: period.until };
  }
}
