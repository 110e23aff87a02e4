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

/** The other replicas of its shard. */
export function twinsOf({ place }: PooledNode, all: readonly PooledNode[]): PooledNode[] {
  return all.filter((one) => place !== null && one.place?.shard === place.shard && one.place.replica !== place.replica);
}

/** Whether a twin keeps rows for this node. */
export function lacksRows(one: PooledNode, all: readonly PooledNode[]): boolean {
  return twinsOf(one, all).some(({ kept }) => kept.isFor(one.place!.replica));
}

/** Whether a twin keeps rows for this node, or did so a moment ago. If that twin is gone, nobody else has them. */
function mayLackRows(one: PooledNode, all: readonly PooledNode[]): boolean {
  return twinsOf(one, all).some(({ heartbeat, kept }) => kept.wasFor(one.place!.replica) && !heartbeat.isGone);
}

/**
 * The ones of `nodes` that have all rows which were stored before `readAt`, in their order. Last are those whose twins answer and
 * could not be asked whether they keep rows for them. All of `nodes` if none has all rows.
 */
export function readable(nodes: readonly PooledNode[], all: readonly PooledNode[], readAt: number): PooledNode[] {
  const whole = nodes.filter((one) => !mayLackRows(one, all));
  const isKnown = (one: PooledNode) =>
    twinsOf(one, all).every(({ heartbeat, kept }) => !heartbeat.answers || kept.isKnownAt(readAt));
  const found = [...whole.filter(isKnown), ...whole.filter((one) => !isKnown(one))];
  return found.length > 0 ? found : [...nodes];
}

/**
 * A node through which all shards are queried, and the replicas that it asks: at one position of each shard, its own if possible,
 * where all of them answer and lack no rows. The node alone if there is no such position and no replica lacks rows: ClickHouse
 * may then choose. Otherwise the query waits for those that lack none.
 */
export function routeThrough(one: PooledNode, all: readonly PooledNode[]): readonly PooledNode[] {
  const others = all.filter(({ place }) => place !== null && place.shard !== one.place?.shard);
  const shards = new Set(others.map(({ place }) => place!.shard)).size;
  const atOnePosition = (nodes: readonly PooledNode[]) => {
    const whole = [...Map.groupBy(nodes, ({ place }) => place!.replica)].filter(([, found]) => found.length === shards);
    return (whole.find(([replica]) => replica === one.place?.replica) ?? whole[0])?.[1];
  };
  const complete = others.filter((other) => !mayLackRows(other, all));
  const found =
    atOnePosition(complete.filter(({ heartbeat }) => heartbeat.answers)) ??
    (complete.length < others.length ? atOnePosition(complete) : undefined);
  return [one, ...(found ?? [])];
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
    // Otherwise ClickHouse prefers replicas with fewer errors lately, and asks another one by itself. It counts up to 1000 errors,
    // unless it is told otherwise when it starts (distributed_replica_error_cap).
    distributed_replica_max_ignored_errors: 1_000_000,
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
