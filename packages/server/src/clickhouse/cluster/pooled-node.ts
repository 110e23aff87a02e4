import { NoAnswer } from './faults.js';
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
 * A node through which all shards are queried, and the replicas that it asks: at one position of each shard, its own if possible,
 * where all of them answer and lack no rows. The node alone if there is no such position.
 */
export function routeThrough(one: PooledNode, all: readonly PooledNode[]): readonly PooledNode[] {
  const others = all.filter(({ place }) => place !== null && place.shard !== one.place?.shard);
  const shards = new Set(others.map(({ place }) => place!.shard)).size;
  const usable = others.filter((other) => other.heartbeat.answers && !lacksRows(other, all));
  const whole = [...Map.groupBy(usable, ({ place }) => place!.replica)].filter(([, nodes]) => nodes.length === shards);
  const found = whole.find(([replica]) => replica === one.place?.replica) ?? whole[0];
  return [one, ...(found?.[1] ?? [])];
}

/**
 * Settings with which the first node of a route asks the others of it. ClickHouse can only be told at which position of each shard
 * to begin. For a route of one node it chooses, and asks another replica after a second of silence.
 */
export function askingRoute([, asked]: readonly PooledNode[]): Settings {
  if (!asked) return {};
  return {
    load_balancing: 'first_or_random',
    load_balancing_first_offset: asked.place!.replica - 1,
    // Otherwise ClickHouse prefers replicas with fewer errors lately, and asks another one by itself.
    distributed_replica_error_cap: 0,
    use_hedged_requests: 0,
  };
}

/**
 * Does work at a node until it is away, or is silent while one of its twins answers. The signal is aborted when nobody waits for
 * it any more.
 *
 * @throws {NoAnswer} when that is so.
 */
export async function whileAnswering<Result>(
  { node, heartbeat }: PooledNode,
  twins: readonly PooledNode[],
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const isLost = () => !heartbeat.isUp || (!heartbeat.answers && twins.some((twin) => twin.heartbeat.answers));
  const silent = () => new NoAnswer(`${node.name} does not answer`, { cause: heartbeat.failure });
  if (isLost()) throw silent();
  const over = new AbortController();
  const lost = new Promise<never>((_, reject) => {
    const look = () => (isLost() ? reject(silent()) : heartbeat.onceSilent(look, over.signal));
    heartbeat.onceSilent(look, over.signal);
  });
  try {
    return await Promise.race([work(over.signal), lost]);
  } finally {
    over.abort();
  }
}
