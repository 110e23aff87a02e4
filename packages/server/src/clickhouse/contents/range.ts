import type { ProjectId } from '../../model/ids.js';
import { boundsOf, type Stretch } from '../../store/contents.js';
import type { Parameters } from '../cluster/query-client.js';

/** Whole sessions of a stretch; its parameters are those of `rangeParameters`. */
export const IN_STRETCH = 'session_id > {after:String} AND session_id <= {through:String}';

export function rangeParameters(projectId: ProjectId, stretch: Stretch): Parameters {
  return { projectId, ...boundsOf(stretch) };
}

/** Of the replicas each shard's first is asked: it is where rows are written first. */
export const FROM_FIRST_REPLICA = { load_balancing: 'in_order', prefer_localhost_replica: 0 } as const;
