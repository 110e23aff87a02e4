import { StoreUnavailable } from '../../store/store.js';
import { isRefusedLogin, isTransient, NoAnswer } from './faults.js';
import { requireSchema } from './migrate.js';
import { Node } from './node.js';
import { type Place, placeOf, refusedLogin } from './place.js';
import { integer } from './rows.js';

/** A node and its last known state. */
interface PooledNode {
  readonly node: Node;
  /** Null until the node has answered. */
  place: Place | null;
  /** When the node was last unreachable, by `performance.now()`. */
  awayAt: number;
  /** Replication delay at the last check, in seconds. */
  behind: number;
}

/** How long an unreachable node is tried only as a last resort, in ms. */
const AWAY_MS = 1000;
/**
 * A replica with a longer delay is tried last, in seconds. This is the default of
 * `max_replica_delay_for_distributed_queries`, by which Distributed tables do the same.
 */
const BEHIND_S_MAX = 300;
/** Interval between checks of the replication delay, in ms. */
const BEHIND_CHECKED_MS = 5000;

/** The configured nodes, and the order in which they are tried. */
export class NodePool {
  /** Node names for messages, without passwords. */
  readonly names: string;
  readonly #cluster: string | null;
  readonly #all: readonly PooledNode[];
  #rotation = 0;
  #behindCheckedAt = Number.NEGATIVE_INFINITY;

  constructor(urls: readonly string[], database: string, cluster: string | null) {
    this.#cluster = cluster;
    this.#all = urls.map((url) => ({ node: new Node(url, database), place: null, awayAt: -AWAY_MS, behind: 0 }));
    this.names = this.#all.map(({ node }) => node.name).join(', ');
  }

  /**
   * Looks up the place of every node in the cluster. Returns the places of the nodes that answered.
   *
   * @throws {UnusableStore} when a node is not in the cluster, refuses the login or has no tables.
   */
  async locate(): Promise<Place[]> {
    await Promise.all(this.#all.map((pooled) => this.#locate(pooled)));
    return this.#all.flatMap(({ place }) => place ?? []);
  }

  /** All nodes, starting with another one on each call. */
  roundRobin(): readonly PooledNode[] {
    return this.#rotate(this.#all);
  }

  /** The replicas of a shard in a fixed order, so that all processes use the same one. */
  async replicas(shard: number): Promise<readonly PooledNode[]> {
    const known = () => this.#all.filter(({ place }) => place?.shard === shard);
    const retrying = this.#retryMissing();
    if (known().length === 0) await retrying;
    return known().sort((one, other) => one.place!.replica - other.place!.replica);
  }

  /** The replicas of a shard, starting with another one on each call. Replicas that are far behind come last. */
  async replicasRoundRobin(shard: number): Promise<readonly PooledNode[]> {
    this.#checkDelays();
    const rotated = this.#rotate(await this.replicas(shard));
    const isBehind = ({ behind }: PooledNode) => behind > BEHIND_S_MAX;
    return [...rotated.filter((one) => !isBehind(one)), ...rotated.filter(isBehind)];
  }

  /**
   * Runs `work` on the first node that succeeds. Nodes that were away a moment ago are tried last. The error message
   * calls the nodes `whom`.
   *
   * @throws {StoreUnavailable} when no node succeeds.
   */
  async first<Result>(
    nodes: readonly PooledNode[],
    whom: string,
    work: (node: Node) => Promise<Result>,
  ): Promise<Result> {
    const recently = performance.now() - AWAY_MS;
    const there = nodes.filter(({ awayAt }) => awayAt <= recently);
    const others = nodes.filter(({ awayAt }) => awayAt > recently);
    let failure: unknown = new Error('no node of it is known');
    for (const pooled of [...there, ...others]) {
      try {
        return await work(pooled.node);
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (error instanceof NoAnswer) pooled.awayAt = performance.now();
        failure = error;
      }
    }
    throw new StoreUnavailable(`${whom} cannot answer: ${(failure as Error).message}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(({ node }) => node.close()));
  }

  #rotate(nodes: readonly PooledNode[]): PooledNode[] {
    this.#rotation = (this.#rotation + 1) % this.#all.length;
    const first = this.#rotation % Math.max(1, nodes.length);
    return [...nodes.slice(first), ...nodes.slice(0, first)];
  }

  async #locate(pooled: PooledNode): Promise<void> {
    try {
      await requireSchema(pooled.node);
      pooled.place = await placeOf(pooled.node, this.#cluster);
    } catch (error) {
      if (isRefusedLogin(error)) throw refusedLogin(pooled.node);
      if (!isTransient(error)) throw error;
      pooled.awayAt = performance.now();
    }
  }

  /** Retries the nodes that have not answered yet. */
  async #retryMissing(): Promise<void> {
    const missing = this.#all.filter(({ place, awayAt }) => place === null && awayAt <= performance.now() - AWAY_MS);
    await Promise.all(
      missing.map(async (pooled) => {
        pooled.awayAt = performance.now();
        // An unusable node is treated as away, because other nodes may hold the same data.
        await this.#locate(pooled).catch(() => {});
      }),
    );
  }

  /** Runs in the background: a replica does not fall minutes behind in an instant. */
  #checkDelays(): void {
    if (this.#cluster === null || performance.now() - this.#behindCheckedAt < BEHIND_CHECKED_MS) return;
    this.#behindCheckedAt = performance.now();
    for (const pooled of this.#all) {
      // A failure is ignored here; the next query finds that the node is away.
      pooled.node.query(BEHIND).then(
        ([row]) => {
          pooled.behind = row!.seconds;
        },
        () => {},
      );
    }
  }
}

const BEHIND = {
  sql: 'SELECT toInt64(max(absolute_delay)) FROM system.replicas WHERE database = currentDatabase()',
  columns: { seconds: integer },
};
