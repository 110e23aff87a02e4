import type { SessionId } from '../../ids.js';
import { type Session, type SessionFilters, type SessionSortKey, TEXT_FILTERS } from '../../sessions/session.js';
import { toSession } from '../session-row.js';
import type { SessionPage, SessionSelection } from '../store.js';
import type { Catalogue } from './catalogue.js';
import type { Cluster } from './cluster.js';
import { countConversions } from './conversion-count.js';
import { goalParameters, MS_MAX, MS_MIN, metSql } from './met.js';
import type { Parameters } from './node.js';
import type { GoalVersion } from './project-goals.js';
import { integer } from './rows.js';
import { goalsOf } from './selected-goals.js';
import { SESSION_COLUMNS, SESSION_SELECT, sessionsSql } from './session-rows.js';

/** A session that began in the period has an event in it; each shard looks for those among its own. */
const WITH_EVENT_IN_PERIOD = `session_id IN (
  SELECT session_id FROM records
  WHERE project_id = {projectId:String} AND goal_no = 0 AND occurred_at >= {from:Int64} AND occurred_at < {until:Int64}
)`;
const SETTINGS = { distributed_product_mode: 'local' } as const;

/** Sessions in the order asked for, and how many there are on all pages. */
export async function listSessions(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: SessionSelection,
  page: SessionPage,
): Promise<{ total: number; sessions: Session[] }> {
  const { projectId } = selection;
  const { versions } = await goalsOf(catalogue, { projectId, types: null });
  const { sql, parameters } = restrict(selection, versions);
  const [[counted], rows] = await Promise.all([
    cluster.ask({ sql: `SELECT count() ${sql}`, parameters, columns: { total: integer }, settings: SETTINGS }),
    cluster.ask({
      sql: `SELECT ${SESSION_SELECT} ${sql} ${order(page)} LIMIT {limit:UInt32} OFFSET {offset:UInt64}`,
      parameters: { ...parameters, limit: page.limit, offset: page.offset },
      columns: SESSION_COLUMNS,
      settings: SETTINGS,
    }),
  ]);
  const counts = await conversionCounts(
    cluster,
    catalogue,
    selection,
    rows.map(({ id }) => id),
  );
  return { total: counted!.total, sessions: rows.map((row) => toSession(row, counts.get(row.id) ?? 0)) };
}

/** Conversions of each session, as readers see them now; those without any are left out. */
export async function conversionCounts(
  cluster: Cluster,
  catalogue: Catalogue,
  { projectId }: Pick<SessionSelection, 'projectId'>,
  sessionIds: readonly SessionId[],
): Promise<Map<SessionId, number>> {
  if (sessionIds.length === 0) return new Map();
  const period = { from: null, until: null };
  const counts = await countConversions(cluster, catalogue, { projectId, sessionIds, period, types: null });
  return new Map(counts.map(({ sessionId, count }) => [sessionId, count]));
}

const SORTED_BY: Readonly<Record<SessionSortKey, string>> = {
  id: 'session_id',
  browser: 'browser',
  device: 'device',
  platform_os: 'platform_os',
  country: 'country',
  time_spend: 'ended_at - started_at',
  created_at: 'started_at',
};

function order({ sortKey, sortOrder }: SessionPage): string {
  return `ORDER BY ${SORTED_BY[sortKey]} ${sortOrder === 'asc' ? 'ASC' : 'DESC'} NULLS LAST, session_id`;
}

function restrict(
  { projectId, period, filters }: SessionSelection,
  versions: readonly GoalVersion[],
): { sql: string; parameters: Parameters } {
  const isOpen = period.from === null && period.until === null;
  const texts = TEXT_FILTERS.flatMap((column) => {
    const anyOf = filters.texts[column];
    return anyOf === undefined ? [] : [{ column, anyOf }];
  });
  const conditions = [
    'started_at >= {from:Int64} AND started_at < {until:Int64}',
    ...texts.map(({ column }) => `${column} IN {${column}:Array(String)}`),
    ...conversionConditions(filters),
  ];
  const wanted = filters.goals ?? versions.map(({ key }) => key);
  return {
    sql: `FROM ${sessionsSql(isOpen ? '1' : WITH_EVENT_IN_PERIOD)} WHERE ${conditions.join(' AND ')}`,
    parameters: {
      projectId,
      from: period.from ?? MS_MIN,
      until: period.until ?? MS_MAX,
      ...Object.fromEntries(texts.map(({ column, anyOf }) => [column, anyOf])),
      ...goalParameters(versions),
      wanted: versions.filter(({ key }) => wanted.includes(key)).map(({ no }) => no),
    },
  };
}

function conversionConditions({ goals, converted }: SessionFilters): string[] {
  const conditions: string[] = [];
  const converting = `SELECT session_id FROM ${metSql('1')}`;
  if (goals !== undefined) conditions.push(`session_id IN (${converting} WHERE goal_no IN {wanted:Array(UInt32)})`);
  if (converted !== undefined) conditions.push(`session_id ${converted ? '' : 'NOT '}IN (${converting})`);
  return conditions;
}
