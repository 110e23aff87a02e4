import type { ConversionTest, SessionFilters } from '../../model/session.js';
import type { SessionSelection } from '../../store/contract/sessions.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Query } from '../cluster/node.js';
import type { Columns, RowOf } from '../cluster/rows.js';
import { sessionsSql } from '../rows/session-rows.js';
import { entryColumnsIn, sessionTest } from '../rows/session-test.js';
import { allOf, type Restriction } from '../rows/text-test.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';
import { conversionTest } from './conversion-test.js';
import { goalParameters, metSql } from './met.js';
import { metOnUrlsSql, oddAddresses, pathSql } from './page-paths.js';

/** Where the records are read. */
export interface RecordsSource {
  /** The name of the table. */
  readonly records: string;
  /** Which of its sessions; absent for all. */
  readonly within?: Restriction;
  ask<C extends Columns>(query: Query<C>): Promise<RowOf<C>[]>;
}

/** SQL for sessions that began or converted in the period: each has an event in it. */
export function inPeriodSql(
  { projectId, period }: Pick<SessionSelection, 'projectId' | 'period'>,
  { records, within = { sql: '1', parameters: {} } }: RecordsSource,
): Restriction {
  const parameters = {
    projectId,
    from: period.from ?? MS_MIN,
    until: period.until ?? MS_MAX,
    ...within.parameters,
  };
  if (period.from === null && period.until === null) return { sql: within.sql, parameters };
  return { sql: `${within.sql} AND session_id IN (${eventsSql(records, within.sql)})`, parameters };
}

/** A SELECT of the sessions of the events in the period. Needs the parameters of `inPeriodSql`. */
export function eventsSql(records: string, within = '1'): string {
  return `
    SELECT session_id FROM ${records} WHERE project_id = {projectId:String} AND goal_no = 0 AND ${within}
      AND occurred_at >= {from:Int64} AND occurred_at < {until:Int64}`;
}

/**
 * The FROM and WHERE clauses that select sessions, with the columns of `sessionsSql`, and their parameters. `versions`: all that
 * readers see. `texts`: columns that are read besides those of the filters.
 */
export async function selectedSessions(
  source: RecordsSource,
  selection: SessionSelection,
  versions: readonly GoalVersion[],
  texts: readonly string[] = [],
): Promise<Restriction> {
  const { filters } = selection;
  const { records } = source;
  const { sql: where, parameters: ofPeriod } = inPeriodSql(selection, source);
  const parameters = { ...ofPeriod, ...goalParameters(versions) };
  const { conversion } = filters;
  const converting = conversion && (await convertingSessions(source, { sql: where, parameters }, conversion, versions));
  const { sql, parameters: ofConditions } = allOf([
    ...(conversion?.inPeriod
      ? []
      : [{ sql: 'started_at >= {from:Int64} AND started_at < {until:Int64}', parameters: {} }]),
    sessionTest(filters),
    ...(converting ? [{ ...converting, sql: `session_id IN (${converting.sql})` }] : []),
    ...convertedRestrictions(filters, where, records),
  ]);
  const entry = entryColumnsIn([...texts, ...Object.keys(filters.texts)]);
  return {
    sql: `FROM ${sessionsSql(where, entry, records)} WHERE ${sql}`,
    parameters: { ...parameters, ...ofConditions },
  };
}

function convertedRestrictions({ converted }: SessionFilters, where: string, records: string): Restriction[] {
  if (converted === undefined) return [];
  const sql = `session_id ${converted ? '' : 'NOT '}IN (SELECT session_id FROM ${metSql(where, [], records)})`;
  return [{ sql, parameters: {} }];
}

/** A SELECT of the ids of sessions with a conversion that passes. */
async function convertingSessions(
  { records, ask }: RecordsSource,
  { sql: where, parameters }: Restriction,
  test: ConversionTest,
  versions: readonly GoalVersion[],
): Promise<Restriction> {
  const tested = conversionTest(test, versions, 'conversion');
  if (!test.page) return { ...tested, sql: `SELECT session_id FROM ${metSql(where, [], records)} WHERE ${tested.sql}` };
  const met = metOnUrlsSql(where, [], records);
  const odd = await ask(oddAddresses(met, parameters));
  const path = pathSql(odd.map(({ address }) => address));
  return {
    sql: `SELECT session_id FROM (SELECT *, ${path.sql} AS page FROM ${met}) WHERE ${tested.sql}`,
    parameters: { ...path.parameters, ...tested.parameters },
  };
}
