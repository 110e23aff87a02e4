import type { Cluster } from '../cluster/cluster.js';
import type { RecordsSource } from '../conversions/selected-sessions.js';
import { SETTINGS, WORK_MS_MAX } from '../reports/answer-report.js';

/** The records of one shard. When the signal aborts, the shard stops, and calls reject with the signal's reason. */
export function shardSource(cluster: Cluster, shard: number, signal: AbortSignal): RecordsSource {
  return {
    records: cluster.local('records'),
    ask: (query) => cluster.queryReplica(shard, { ...query, settings: SETTINGS, workMsMax: WORK_MS_MAX }, signal),
  };
}
