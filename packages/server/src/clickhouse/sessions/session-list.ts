import type { ProjectId, SessionId } from '../../model/ids.js';
import type { ConversionTest, Session, SessionFilters, SessionSortKey } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { toSession } from '../../store/session-row.js';
import type { SessionPage, SessionSelection } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, textOf } from '../cluster/rows.js';
import { countConversions } from '../conversions/conversion-count.js';
import { conversionTest } from '../conversions/conversion-test.js';
import { goalParameters, metSql } from '../conversions/met.js';
import { metOnUrlsSql, oddAddresses, pathSql } from '../conversions/page-paths.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { SESSION_COLUMNS, SESSION_SELECT, sessionsSql } from '../rows/session-rows.js';
import { entryColumnsIn, sessionTest } from '../rows/session-test.js';
import { allOf, type Restriction } from '../rows/text-test.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';

/** A session that began or converted in the period has an event in it. Each shard searches its own events. */
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
  const { total, ids } = await findPage(cluster, await restrict(cluster, selection, versions), page);
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
async function restrict(
  cluster: Cluster,
  { projectId, period, filters }: SessionSelection,
  versions: readonly GoalVersion[],
): Promise<Restriction> {
  const isOpen = period.from === null && period.until === null;
  const where = isOpen ? '1' : WITH_EVENT_IN_PERIOD;
  const parameters = {
    projectId,
    from: period.from ?? MS_MIN,
    until: period.until ?? MS_MAX,
    ...goalParameters(versions),
  };
  const { conversion } = filters;
  const converting =
    conversion && (await convertingSessions(cluster, { sql: where, parameters }, conversion, versions));
  const { sql, parameters: ofConditions } = allOf([
    ...(conversion?.inPeriod
      ? []
      : [{ sql: 'started_at >= {from:Int64} AND started_at < {until:Int64}', parameters: {} }]),
    sessionTest(filters),
    ...(converting ? [{ ...converting, sql: `session_id IN (${converting.sql})` }] : []),
    ...convertedRestrictions(filters, where),
  ]);
  const entry = entryColumnsIn(Object.keys(filters.texts));
  return { sql: `FROM ${sessionsSql(where, entry)} WHERE ${sql}`, parameters: { ...parameters, ...ofConditions } };
}

function convertedRestrictions({ converted }: SessionFilters, where: string): Restriction[] {
  if (converted === undefined) return [];
  const sql = `session_id ${converted ? '' : 'NOT '}IN (SELECT session_id FROM ${metSql(where)})`;
  return [{ sql, parameters: {} }];
}

/** A SELECT of the ids of sessions with a conversion that passes. */
async function convertingSessions(
  cluster: Cluster,
  { sql: where, parameters }: Restriction,
  test: ConversionTest,
  versions: readonly GoalVersion[],
): Promise<Restriction> {
  const tested = conversionTest(test, versions, 'conversion');
  if (!test.page) return { ...tested, sql: `SELECT session_id FROM ${metSql(where)} WHERE ${tested.sql}` };
  const met = metOnUrlsSql(where);
  const odd = await cluster.query({ ...oddAddresses(met, parameters), settings: SETTINGS });
  const path = pathSql(odd.map(({ address }) => address));
  return {
    sql: `SELECT session_id FROM (SELECT *, ${path.sql} AS page FROM ${met}) WHERE ${tested.sql}`,
    parameters: { ...path.parameters, ...tested.parameters },
  };
}
