import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Session, SessionSortKey } from '../../model/session.js';
import type { SessionPage, SessionSelection } from '../../store/contract/sessions.js';
import { toSession } from '../../store/session-row.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, textOf } from '../cluster/rows.js';
import { countConversions } from '../conversions/conversion-count.js';
import { goalsOf } from '../conversions/selected-goals.js';
import { type RecordsSource, selectedSessions } from '../conversions/selected-sessions.js';
import type { Catalogue } from '../projects/catalogue.js';
import { SESSION_COLUMNS, SESSION_SELECT, sessionsSql } from '../rows/session-rows.js';
import { allOf, type Restriction } from '../rows/text-test.js';

/** Each shard searches its own events. */
const SETTINGS = { distributed_product_mode: 'local' } as const;

/**
 * A page of sessions in the requested order, and the total over all pages. The page is found by the columns for filters
 * and sorting, which are few and narrow; only its sessions are then read in full. `further`: more conditions on sessions.
 */
export async function listSessions(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: SessionSelection,
  page: SessionPage,
  further: readonly Restriction[] = [],
): Promise<{ total: number; sessions: Session[] }> {
  const { projectId } = selection;
  const { versions } = await goalsOf(catalogue, { projectId, types: null });
  const source: RecordsSource = {
    records: 'records',
    ask: (query) => cluster.query({ ...query, settings: SETTINGS }),
  };
  const { sql, parameters } = allOf([await selectedSessions(source, selection, versions), ...further]);
  const { total, ids } = await findPage(cluster, { sql, parameters }, page);
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
