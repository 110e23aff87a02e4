import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Stretch } from '../../store/contents.js';
import type { Cluster } from '../cluster/cluster.js';
import { textOf } from '../cluster/rows.js';
import { FROM_FIRST_REPLICA, IN_STRETCH, rangeParameters } from './range.js';

const EVENTS_PER_STRETCH = 50_000;

/** A stretch ends with the session that reaches `EVENTS_PER_STRETCH` events. */
export async function contentsStretch(
  cluster: Cluster,
  projectId: ProjectId,
  after: SessionId | null,
): Promise<Stretch> {
  const [last] = await cluster.query({
    // Primary key order: reads no more rows than it skips.
    sql: `SELECT session_id FROM records WHERE project_id = {projectId:String} AND ${IN_STRETCH} AND goal_no = 0
      ORDER BY session_id LIMIT 1 OFFSET ${EVENTS_PER_STRETCH - 1}`,
    parameters: rangeParameters(projectId, { after, through: null }),
    columns: { through: textOf<SessionId>() },
    settings: FROM_FIRST_REPLICA,
  });
  return { after, through: last?.through ?? null };
}
