import { StoreUnavailable } from '../../store/store.js';
import { isAway, isRefusedLogin, isTransient } from './faults.js';
import { requireSchema } from './migrate.js';
import { Node } from './node.js';
import { type Place, placeOf, refusedLogin } from './place.js';
import { integer } from './rows.js';

/** A node, and what is known of it. */
interface PooledNode {
  readonly node: Node;
  /** Null until it could be asked. */
  place: Place | null;
  /** When the way to it was last found cut, by `performance.now()`. */
  awayAt: number;
  /** So far it was behind the other replicas when it was last asked, in seconds. */
  behind: number;
}

/** For so long a node that was away is asked only when no other is left, in ms. */
const AWAY_MS = 1000;
/**
 * A replica that is further behind is asked last, in seconds: what a Distributed table does by itself
 * (`max_replica_delay_for_distributed_queries`), and its default.
 */
const BEHIND_MAX = 300;
/** Between two looks at how far the replicas are behind, in ms. */
const BEHIND_ASKED_MS = 5000;

/** The nodes whose addresses were given, and in which order they are asked. */
export class NodePool {
  /** Without their passwords. */
  readonly names: string;
  readonly #cluster: string | null;
  readonly #all: readonly PooledNode[];
  #turn = 0;
  #behindAskedAt = Number.NEGATIVE_INFINITY;

  constructor(urls: readonly string[], database: string, cluster: string | null) {
    this.#cluster = cluster;
    this.#all = urls.map((url) => ({ node: new Node(url, database), place: null, awayAt: -AWAY_MS, behind: 0 }));
    this.names = this.#all.map(({ node }) => node.name).join(', ');
  }

  /**
   * Asks all of them for their places; gives those of the nodes that answered.
   *
   * @throws {UnusableStore} when one is not of the cluster, refuses the login or has no tables.
   */
  async locate(): Promise<Place[]> {
    await Promise.all(this.#all.map((member) => this.#locate(member)));
    return this.#all.flatMap(({ place }) => place ?? []);
  }

  /** Any node, each time beginning with another. */
  roundRobin(): readonly PooledNode[] {
    return this.#beginElsewhere(this.#all);
  }

  /** The replicas of a shard, in a fixed order, so that all processes ask the same one. */
  async replicas(shard: number): Promise<readonly PooledNode[]> {
    const known = () => this.#all.filter(({ place }) => place?.shard === shard);
    const looking = this.#lookForMissing();
    if (known().length === 0) await looking;
    return known().sort((one, other) => one.place!.replica - other.place!.replica);
  }

  /** The same, each time beginning with another; those that are far behind come last. */
  async replicasRoundRobin(shard: number): Promise<readonly PooledNode[]> {
    this.#lookHowFarBehind();
    const inTurn = this.#beginElsewhere(await this.replicas(shard));
    const isBehind = ({ behind }: PooledNode) => behind > BEHIND_MAX;
    return [...inTurn.filter((one) => !isBehind(one)), ...inTurn.filter(isBehind)];
  }

  /**
   * What the first of them does that can; those that were away a moment ago are tried last. `whom` is what the fault says
   * of all of them together.
   *
   * @throws {StoreUnavailable} when none can.
   */
  async first<Result>(
    members: readonly PooledNode[],
    whom: string,
    work: (node: Node) => Promise<Result>,
  ): Promise<Result> {
    const recently = performance.now() - AWAY_MS;
    const there = members.filter(({ awayAt }) => awayAt <= recently);
    const others = members.filter(({ awayAt }) => awayAt > recently);
    let failure: unknown = new Error('no node of it is known');
    for (const member of [...there, ...others]) {
      try {
        return await work(member.node);
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (isAway(error)) member.awayAt = performance.now();
        failure = error;
      }
    }
    throw new StoreUnavailable(`${whom} cannot answer: ${(failure as Error).message}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(({ node }) => node.close()));
  }

  #beginElsewhere(members: readonly PooledNode[]): PooledNode[] {
    this.#turn = (this.#turn + 1) % this.#all.length;
    const first = this.#turn % Math.max(1, members.length);
    return [...members.slice(first), ...members.slice(0, first)];
  }

  async #locate(member: PooledNode): Promise<void> {
    try {
      await requireSchema(member.node);
      member.place = await placeOf(member.node, this.#cluster);
    } catch (error) {
      if (isRefusedLogin(error)) throw refusedLogin(member.node);
      if (!isTransient(error)) throw error;
      member.awayAt = performance.now();
    }
  }

  /** Asks the nodes that were away when this began whether they are back. */
  async #lookForMissing(): Promise<void> {
    const missing = this.#all.filter(({ place, awayAt }) => place === null && awayAt <= performance.now() - AWAY_MS);
    await Promise.all(
      missing.map(async (member) => {
        member.awayAt = performance.now();
        // One that cannot be used is left out, as if it were still away; others may hold what it holds.
        await this.#locate(member).catch(() => {});
      }),
    );
  }

  /** Nobody waits for it: a replica does not fall minutes behind in a moment. */
  #lookHowFarBehind(): void {
    if (this.#cluster === null || performance.now() - this.#behindAskedAt < BEHIND_ASKED_MS) return;
    this.#behindAskedAt = performance.now();
    for (const member of this.#all) {
      // One that does not say is found to be away by whoever asks it.
      member.node.query(BEHIND).then(
        ([row]) => {
          member.behind = row!.seconds;
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
