import type { ProjectId } from '../../model/ids.js';
import { boundsOf, type Stretch } from '../../store/contents.js';
import type { Parameters } from '../cluster/query-client.js';

/** Selects the sessions of a stretch, with the parameters of `rangeParameters`. */
export const IN_STRETCH = 'session_id > {after:String} AND session_id <= {through:String}';

export function rangeParameters(projectId: ProjectId, stretch: Stretch): Parameters {
  return { projectId, ...boundsOf(stretch) };
}

/** Reads the first replica of each shard, which is the one that is written first. */
export const FROM_FIRST_REPLICA = { load_balancing: 'in_order', prefer_localhost_replica: 0 } as const;
