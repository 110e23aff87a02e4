import type { NodeChange, ShardState, StoreNodes } from '../../store/nodes.js';
import { StoreUnavailable, UnusableStore } from '../../store/store.js';
import { described, isRefusedLogin, NoAnswer } from './faults.js';
import { Heartbeat } from './heartbeat.js';
import { flushDistributed, KeptRows } from './kept-rows.js';
import { requireSchema } from './migrate.js';
import { Node } from './node.js';
import { isReplicated, type Place, placeOf, refusedLogin } from './place.js';
import { lacksRows, type PooledNode, readable, twinsOf, whileAnswering } from './pooled-node.js';
import { integer } from './rows.js';

/**
 * A replica with a longer delay is tried last, in seconds. This is the default of
 * `max_replica_delay_for_distributed_queries`, by which Distributed tables do the same.
 */
const BEHIND_S_MAX = 300;
/** Interval between checks of the replication delay, in ms. */
const BEHIND_CHECKED_MS = 5000;

/** The configured nodes, and the order in which they are tried. */
export class NodePool implements StoreNodes {
  readonly #cluster: string | null;
  readonly #all: readonly PooledNode[];
  readonly #listeners: ((change: NodeChange) => void)[] = [];
  #rotation = 0;
  #behindCheckedAt = Number.NEGATIVE_INFINITY;

  constructor(urls: readonly string[], database: string, cluster: string | null) {
    this.#cluster = cluster;
    this.#all = urls.map((url) => this.#pooled(new Node(url, database)));
  }

  /**
   * Looks up the place of every node in the cluster, and watches the nodes from now on. Returns the places of the nodes
   * that answered.
   *
   * @throws {UnusableStore} when a node is not in the cluster, refuses the login or has no tables.
   */
  async locate(): Promise<Place[]> {
    await Promise.all(this.#all.map(({ heartbeat }) => heartbeat.check()));
    for (const { heartbeat } of this.#all) if (heartbeat.failure instanceof UnusableStore) throw heartbeat.failure;
    await Promise.all(this.#all.filter(({ heartbeat }) => heartbeat.isUp).map((one) => this.#lookAtKept(one)));
    for (const { heartbeat } of this.#all) heartbeat.start();
    return this.#all.flatMap(({ place }) => place ?? []);
  }

  /** The nodes that are away, and why. For messages: without passwords. */
  get failures(): string {
    return this.#all
      .flatMap(({ node, heartbeat: { failure } }) => (failure ? `${node.name} (${described(failure)})` : []))
      .join(', ');
  }

  /** Whether each node has answered once. Of one that has not, it is not known which shard it belongs to. */
  get isLocated(): boolean {
    return this.#all.every(({ place }) => place !== null);
  }

  get all(): readonly PooledNode[] {
    return this.#all;
  }

  /** All nodes that can be read, starting with another one on each call. */
  async roundRobin(): Promise<readonly PooledNode[]> {
    return this.#readable(this.#rotate(this.#all));
  }

  /** The replicas of a shard that rows can be inserted into, in a fixed order. Replicas that lack rows come last. */
  async writable(shard: number): Promise<readonly PooledNode[]> {
    const replicas = await this.#replicas(shard);
    const lacks = (one: PooledNode) => lacksRows(one, this.#all);
    return [...replicas.filter((one) => !lacks(one)), ...replicas.filter(lacks)];
  }

  /** The replicas of a shard that can be read, in a fixed order, so that all processes use the same one. */
  async replicas(shard: number): Promise<readonly PooledNode[]> {
    return this.#readable(await this.#replicas(shard));
  }

  /** The replicas of a shard in the same order for all processes, and whether these are all of them. */
  async ordered(shard: number): Promise<{ replicas: readonly PooledNode[]; areAll: boolean }> {
    return { replicas: await this.#replicas(shard), areAll: this.isLocated };
  }

  /** The replicas of a shard that can be read, starting with another one on each call. Replicas that are far behind come last. */
  async replicasRoundRobin(shard: number): Promise<readonly PooledNode[]> {
    this.#checkDelays();
    const rotated = this.#rotate(await this.#replicas(shard));
    const isBehind = ({ behind }: PooledNode) => behind > BEHIND_S_MAX;
    return this.#readable([...rotated.filter((one) => !isBehind(one)), ...rotated.filter(isBehind)]);
  }

  /** Whether an insert can reach these nodes, which are the replicas of a shard. */
  areAllUp(replicas: readonly PooledNode[]): boolean {
    return this.isLocated && replicas.every((one) => one.heartbeat.answers && !lacksRows(one, this.#all));
  }

  /**
   * Runs `work` on all replicas of a shard at the same time.
   *
   * @throws {StoreUnavailable} when one of them is away, or when it is not known which they are.
   */
  async together(shard: number, work: (node: Node) => Promise<void>): Promise<void> {
    const over = new AbortController();
    try {
      await this.#checkMissing();
      const needed = this.#all.filter(({ place }) => place === null || place.shard === shard);
      await Promise.all(
        needed.map(async ({ node, heartbeat }) => {
          if (!(await heartbeat.check())) throw awayError(node, heartbeat);
          const gone = new Promise<never>((_, reject) => {
            heartbeat.onceGone(() => reject(awayError(node, heartbeat)), over.signal);
          });
          await Promise.race([work(node), gone]);
        }),
      );
    } finally {
      over.abort();
    }
  }

  shards(): ShardState[] {
    const shards = [...new Set(this.#all.map(({ place }) => place?.shard ?? null))];
    return shards.sort((one, other) => (one ?? Infinity) - (other ?? Infinity)).map((shard) => this.#stateOf(shard));
  }

  onChange(listener: (change: NodeChange) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    for (const { heartbeat } of this.#all) heartbeat.stop();
    await Promise.all(this.#all.map(({ node }) => node.close()));
  }

  #pooled(node: Node): PooledNode {
    const pooled: PooledNode = {
      node,
      heartbeat: new Heartbeat({
        ping: async (signal) => {
          await node.ping(signal);
          void this.#lookAtKept(pooled);
        },
        welcome: () => this.#welcome(pooled),
        changed: () => this.#tell(pooled),
      }),
      kept: new KeptRows(node),
      place: null,
      isReplicated: false,
      behind: 0,
    };
    return pooled;
  }

  #stateOf(shard: number | null): ShardState {
    const all = this.#all.filter(({ place }) => (place?.shard ?? null) === shard);
    const names = (isUp: boolean) =>
      all.filter(({ heartbeat }) => heartbeat.isUp === isUp).map(({ node }) => node.name);
    return { shard, up: names(true), away: names(false) };
  }

  #tell({ node, heartbeat, place }: PooledNode): void {
    const shard = this.#stateOf(place?.shard ?? null);
    for (const listener of this.#listeners) listener({ node: node.name, failure: heartbeat.failure, shard });
  }

  async #replicas(shard: number): Promise<readonly PooledNode[]> {
    if (this.#known(shard).length === 0) await this.#checkMissing();
    return this.#known(shard);
  }

  /** The nodes that have all rows which were stored before this moment, as far as their twins can be asked. */
  async #readable(nodes: readonly PooledNode[]): Promise<readonly PooledNode[]> {
    if (this.#cluster === null) return nodes;
    const readAt = performance.now();
    const learn = async (one: PooledNode) => {
      const twins = twinsOf(one, this.#all);
      if (twins.length === 0 || one.isReplicated || !one.heartbeat.answers || one.kept.isKnownAt(readAt)) return;
      await whileAnswering(one, twins, () => one.kept.knowAt(readAt));
    };
    await Promise.allSettled(this.#all.map(learn));
    return readable(nodes, this.#all, readAt);
  }

  #known(shard: number): PooledNode[] {
    return this.#all
      .filter(({ place }) => place?.shard === shard)
      .sort((one, other) => one.place!.replica - other.place!.replica);
  }

  #rotate(nodes: readonly PooledNode[]): PooledNode[] {
    this.#rotation = (this.#rotation + 1) % this.#all.length;
    const first = this.#rotation % Math.max(1, nodes.length);
    return [...nodes.slice(first), ...nodes.slice(0, first)];
  }

  async #checkMissing(): Promise<void> {
    const missing = this.#all.filter(({ place }) => place === null);
    await Promise.all(missing.map(({ heartbeat }) => heartbeat.check()));
  }

  /** Learns what a node keeps for others, and has it send that as soon as they can take it. */
  async #lookAtKept({ kept, place }: PooledNode): Promise<void> {
    if (this.#cluster === null || place === null) return;
    await kept.lookSoon();
    const lacking = this.#known(place.shard).filter((one) => one.heartbeat.isUp && kept.isFor(one.place!.replica));
    if (lacking.length > 0) void kept.sendSoon();
  }

  /** A node that returns first gets the rows that were stored without it, so that no answer lacks them. */
  async #welcome(pooled: PooledNode): Promise<void> {
    if (pooled.place === null) await this.#locate(pooled);
    else if (this.#cluster !== null) await this.#catchUp(pooled.place.shard);
  }

  async #locate(pooled: PooledNode): Promise<void> {
    try {
      await requireSchema(pooled.node);
      pooled.isReplicated = await isReplicated(pooled.node);
      pooled.place = await placeOf(pooled.node, this.#cluster);
    } catch (error) {
      throw isRefusedLogin(error) ? refusedLogin(pooled.node) : error;
    }
  }

  async #catchUp(shard: number): Promise<void> {
    const present = this.#known(shard).filter(({ heartbeat }) => heartbeat.isUp);
    await Promise.all(
      present.map(async (one) => {
        try {
          await whileAnswering(one, [], () => flushDistributed(one.node));
          await whileAnswering(one, [], () => one.kept.look());
        } catch (error) {
          // It takes long. Any other failure must not keep the node away; its rows follow in the background. If the one that has
          // them has left meanwhile, this node may be the only one there is.
          if (error instanceof NoAnswer && (await one.heartbeat.check())) throw error;
        }
      }),
    );
  }

  /** Runs in the background: a replica does not fall minutes behind in an instant. */
  #checkDelays(): void {
    if (this.#cluster === null || performance.now() - this.#behindCheckedAt < BEHIND_CHECKED_MS) return;
    this.#behindCheckedAt = performance.now();
    for (const pooled of this.#all) {
      if (!pooled.heartbeat.isUp) continue;
      // A failure is ignored here; the next check finds that the node is away.
      pooled.node.query(BEHIND).then(
        ([row]) => {
          pooled.behind = row!.seconds;
        },
        () => {},
      );
    }
  }
}

function awayError(node: Node, { failure }: Heartbeat): StoreUnavailable {
  return new StoreUnavailable(`all replicas are needed, and ${node.name} is away: ${failure?.message}`);
}

const BEHIND = {
  sql: 'SELECT toInt64(max(absolute_delay)) FROM system.replicas WHERE database = currentDatabase()',
  columns: { seconds: integer },
};
