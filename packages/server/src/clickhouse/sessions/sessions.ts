import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, textOf } from '../cluster/rows.js';

/** The ids that belong to sessions of the project. */
export async function knownSessions(
  cluster: Cluster,
  projectId: ProjectId,
  sessionIds: readonly SessionId[],
): Promise<Set<SessionId>> {
  const rows = await cluster.query({
    sql: `SELECT DISTINCT session_id FROM records
      WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)} AND goal_no = 0`,
    parameters: { projectId, sessionIds: [...new Set(sessionIds)] },
    columns: { id: textOf<SessionId>() },
    settings: { optimize_skip_unused_shards: 1 },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Whether any session of the project has a trusted event. */
export async function hasTrustedEvents(cluster: Cluster, projectId: ProjectId): Promise<boolean> {
  const rows = await cluster.query({
    sql: `SELECT 1 FROM records
      WHERE project_id = {projectId:String} AND goal_no = 0 AND origin = 'trusted' LIMIT 1`,
    parameters: { projectId },
    columns: { found: integer },
  });
  return rows.length > 0;
}

/** When the project's last event happened; null if it has none. */
export async function lastEventAt(cluster: Cluster, projectId: ProjectId): Promise<number | null> {
  const [last] = await cluster.query({
    sql: `SELECT count(), max(occurred_at) FROM records WHERE project_id = {projectId:String} AND goal_no = 0`,
    parameters: { projectId },
    columns: { events: integer, at: integer },
  });
  return last!.events === 0 ? null : last!.at;
}
