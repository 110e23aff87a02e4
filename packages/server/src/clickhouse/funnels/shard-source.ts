import type { Cluster } from '../cluster/cluster.js';
import type { Settings } from '../cluster/query-client.js';
import type { RecordsSource } from '../conversions/selected-sessions.js';

/** A node may work this long on a funnel. Heartbeats tell when it is away. */
const WORK_MS_MAX = 3_600_000;
/** A node stops its work when this process closes the connection, which it only does for statements that may not write. */
const SETTINGS: Settings = { readonly: 2, cancel_http_readonly_queries_on_client_close: 1 };

/** The records of one shard. When the signal aborts, the shard stops, and calls reject with the signal's reason. */
export function shardSource(cluster: Cluster, shard: number, signal: AbortSignal): RecordsSource {
  return {
    records: cluster.local('records'),
    ask: (query) => cluster.queryReplica(shard, { ...query, settings: SETTINGS, workMsMax: WORK_MS_MAX }, signal),
  };
}
