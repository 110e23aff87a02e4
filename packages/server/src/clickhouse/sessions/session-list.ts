import type { ProjectId, SessionId } from '../../model/ids.js';
import { type Session, type SessionFilters, type SessionSortKey, TEXT_FILTERS } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { toSession } from '../../store/session-row.js';
import type { SessionPage, SessionSelection } from '../../store/store.js';
import { anyOf } from '../cluster/any-of.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Parameters } from '../cluster/query-client.js';
import { integer, textOf } from '../cluster/rows.js';
import { countConversions } from '../conversions/conversion-count.js';
import { goalParameters, metSql } from '../conversions/met.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { SESSION_COLUMNS, SESSION_SELECT, sessionsSql } from '../rows/session-rows.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';

/** A session that began in the period has an event in it. Each shard searches its own events. */
const WITH_EVENT_IN_PERIOD = `session_id IN (
  SELECT session_id FROM records
  WHERE project_id = {projectId:String} AND goal_no = 0 AND occurred_at >= {from:Int64} AND occurred_at < {until:Int64}
)`;
const SETTINGS = { distributed_product_mode: 'local' } as const;

/**
 * A page of sessions in the requested order, and the total over all pages. The page is found by the columns for filters
 * and sorting, which are few and narrow; only its sessions are then read in full.
 */
export async function listSessions(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: SessionSelection,
  page: SessionPage,
): Promise<{ total: number; sessions: Session[] }> {
  const { projectId } = selection;
  const { versions } = await goalsOf(catalogue, { projectId, types: null });
  const { total, ids } = await findPage(cluster, restrict(selection, versions), page);
  const [rows, counts] = await Promise.all([
    wholeSessions(cluster, projectId, ids),
    conversionCounts(cluster, catalogue, selection, ids),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  // A session erased in the meantime is omitted.
  const found = ids.flatMap((id) => byId.get(id) ?? []);
  return { total, sessions: found.map((row) => toSession(row, counts.get(row.id) ?? 0)) };
}

interface FoundPage {
  readonly total: number;
  readonly ids: readonly SessionId[];
}

async function findPage(cluster: Cluster, { sql, parameters }: Restriction, page: SessionPage): Promise<FoundPage> {
  const { limit, offset } = page;
  const rows = await cluster.query({
    sql: `SELECT session_id, count() OVER () ${sql} ${order(page)} LIMIT {limit:UInt32} OFFSET {offset:UInt64}`,
    parameters: { ...parameters, limit, offset },
    columns: { id: textOf<SessionId>(), total: integer },
    settings: SETTINGS,
  });
  if (rows.length > 0 || offset === 0) return { total: rows[0]?.total ?? 0, ids: rows.map(({ id }) => id) };
  const columns = { total: integer };
  const [counted] = await cluster.query({ sql: `SELECT count() ${sql}`, parameters, columns, settings: SETTINGS });
  return { total: counted!.total, ids: [] };
}

async function wholeSessions(cluster: Cluster, projectId: ProjectId, ids: readonly SessionId[]) {
  if (ids.length === 0) return [];
  return cluster.query({
    sql: `SELECT ${SESSION_SELECT} FROM ${sessionsSql('session_id IN {ids:Array(String)}')}`,
    parameters: { projectId, ids },
    columns: SESSION_COLUMNS,
    settings: { optimize_skip_unused_shards: 1 },
  });
}

/** Conversions per session, as readers see them now. Sessions without any are omitted. */
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

/** The FROM and WHERE clauses, with their parameters. */
interface Restriction {
  readonly sql: string;
  readonly parameters: Parameters;
}

function restrict({ projectId, period, filters }: SessionSelection, versions: readonly GoalVersion[]): Restriction {
  const isOpen = period.from === null && period.until === null;
  const texts = TEXT_FILTERS.flatMap((column) => {
    const values = filters.texts[column];
    return values === undefined ? [] : [anyOf(column, column, values)];
  });
  const conditions = [
    'started_at >= {from:Int64} AND started_at < {until:Int64}',
    ...texts.map(({ sql }) => sql),
    ...conversionConditions(filters),
    ...(filters.origin === undefined ? [] : [`${filters.origin}_events > 0`]),
  ];
  const wanted = filters.goals ?? versions.map(({ key }) => key);
  return {
    sql: `FROM ${sessionsSql(isOpen ? '1' : WITH_EVENT_IN_PERIOD)} WHERE ${conditions.join(' AND ')}`,
    parameters: {
      projectId,
      from: period.from ?? MS_MIN,
      until: period.until ?? MS_MAX,
      ...Object.assign({}, ...texts.map(({ parameters }) => parameters)),
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
