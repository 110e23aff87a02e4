import type { ProjectId, SessionId } from '../../model/ids.js';
import type { SessionVisitor, VisitorsPart } from '../../store/contents.js';
import type { Cluster } from '../cluster/cluster.js';
import { text, textOf } from '../cluster/rows.js';
import { insertVisitors, keepSalt, SALTS_SHARD } from '../recording/visitors.js';
import { FROM_FIRST_REPLICA } from './range.js';

const VISITORS_MAX = 10_000;

export async function saltsSince(cluster: Cluster, day: string): Promise<Map<string, string>> {
  const rows = await cluster.queryShard(SALTS_SHARD, {
    sql: `SELECT day, salt FROM ${cluster.local('salts')} WHERE day >= {day:String} ORDER BY day`,
    parameters: { day },
    columns: { day: text, salt: text },
  });
  return new Map(rows.map(({ day, salt }) => [day, salt]));
}

/** An existing salt of a day is kept. */
export async function putSalts(cluster: Cluster, salts: ReadonlyMap<string, string>): Promise<void> {
  for (const [day, salt] of salts) await keepSalt(cluster, day, salt);
}

/** Where a part ended, in the order of the key within a day's partition. */
type Place = readonly [day: string, hash: string, projectId: string, sessionId: string];

/** A part never covers more than one day. */
export async function visitorsSince(cluster: Cluster, since: string, after: string | null): Promise<VisitorsPart> {
  const [from, hash, projectId, sessionId]: Place = after === null ? [since, '', '', ''] : JSON.parse(after);
  const behind =
    'day >= {from:String} AND (day, hash, project_id, session_id) > ({from:String}, {hash:String}, {projectId:String}, {sessionId:String})';
  const visitors = await cluster.query({
    sql: `SELECT day, hash, project_id, session_id FROM visitors FINAL
      WHERE day = (SELECT min(day) FROM visitors WHERE ${behind}) AND ${behind}
      ORDER BY hash, project_id, session_id LIMIT ${VISITORS_MAX}`,
    parameters: { from, hash, projectId, sessionId },
    columns: { day: text, hash: text, projectId: textOf<ProjectId>(), sessionId: textOf<SessionId>() },
    settings: FROM_FIRST_REPLICA,
  });
  const last = visitors.at(-1);
  return { visitors, next: last ? JSON.stringify([last.day, last.hash, last.projectId, last.sessionId]) : null };
}

export function putVisitors(cluster: Cluster, visitors: readonly SessionVisitor[]): Promise<void> {
  return insertVisitors(cluster, visitors);
}
