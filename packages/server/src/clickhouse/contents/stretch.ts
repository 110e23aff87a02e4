import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Stretch } from '../../store/contents.js';
import type { Cluster } from '../cluster/cluster.js';
import { textOf } from '../cluster/rows.js';
import { FROM_FIRST_REPLICA, IN_STRETCH, rangeParameters } from './range.js';

const EVENTS_PER_STRETCH = 50_000;

/** Ends with the session that brings it to so many events. */
export async function contentsStretch(
  cluster: Cluster,
  projectId: ProjectId,
  after: SessionId | null,
): Promise<Stretch> {
  const [last] = await cluster.query({
    // In the order of the primary key, so that no more is read than is skipped.
    sql: `SELECT session_id FROM records WHERE project_id = {projectId:String} AND ${IN_STRETCH} AND goal_no = 0
      ORDER BY session_id LIMIT 1 OFFSET ${EVENTS_PER_STRETCH - 1}`,
    parameters: rangeParameters(projectId, { after, through: null }),
    columns: { through: textOf<SessionId>() },
    settings: FROM_FIRST_REPLICA,
  });
  return { after, through: last?.through ?? null };
}
