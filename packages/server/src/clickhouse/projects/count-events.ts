import type { ProjectId } from '../../model/ids.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer } from '../cluster/rows.js';

/** The number of events in a project. */
export async function countEvents(cluster: Cluster, projectId: ProjectId): Promise<number> {
  const [row] = await cluster.query({
    sql: 'SELECT count() FROM records FINAL WHERE project_id = {projectId:String} AND goal_no = 0',
    parameters: { projectId },
    columns: { events: integer },
  });
  return row!.events;
}
