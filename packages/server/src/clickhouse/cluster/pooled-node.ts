import type { Heartbeat } from './heartbeat.js';
import type { KeptRows } from './kept-rows.js';
import type { Node } from './node.js';
import type { Place } from './place.js';
import type { Settings } from './query-client.js';

/** A configured node and its last known state. */
export interface PooledNode {
  readonly node: Node;
  readonly heartbeat: Heartbeat;
  readonly kept: KeptRows;
  /** Null until the node has answered. */
  place: Place | null;
  /** Whether ClickHouse Keeper replicates its tables; false until the node has answered. */
  isReplicated: boolean;
  /** Replication delay at the last check, in seconds. */
  behind: number;
}

/** Whether one of `all` keeps rows for this node. */
export function lacksRows({ place }: PooledNode, all: readonly PooledNode[]): boolean {
  return place !== null && all.some((twin) => twin.place?.shard === place.shard && twin.kept.isFor(place.replica));
}

/** `nodes` in their order, but those that lack rows last. */
export function completeFirst(nodes: readonly PooledNode[], all: readonly PooledNode[]): PooledNode[] {
  const lacking = new Set(nodes.filter((one) => lacksRows(one, all)));
  return [...nodes.filter((one) => !lacking.has(one)), ...lacking];
}

/**
 * Settings with which a node that queries the other shards asks none of their replicas that lack rows. ClickHouse can only be
 * told at which position of each shard to begin; if there is none that suits all shards, it chooses.
 */
export function askingComplete({ place }: PooledNode, all: readonly PooledNode[]): Settings {
  const others = all.filter((one) => one.place !== null && one.place.shard !== place?.shard);
  const lacking = new Set(others.filter((one) => lacksRows(one, all)).map((one) => one.place!.replica));
  const replica = others.map((one) => one.place!.replica).find((one) => !lacking.has(one));
  if (lacking.size === 0 || replica === undefined) return {};
  return {
    load_balancing: 'first_or_random',
    load_balancing_first_offset: replica - 1,
    // Otherwise ClickHouse prefers replicas with fewer errors lately, and asks another one after a second of silence.
    distributed_replica_error_cap: 0,
    use_hedged_requests: 0,
  };
}
