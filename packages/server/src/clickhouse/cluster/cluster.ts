import { StoreUnavailable, UnusableStore } from '../../store/store.js';
import type { ClusterOptions } from './cluster-options.js';
import { isTransient, NoAnswer } from './faults.js';
import type { Insert, Node, Query } from './node.js';
import { NodePool } from './node-pool.js';
import type { Place } from './place.js';
import type { Columns, RowOf } from './rows.js';

/**
 * Shards and their replicas. Every call rejects with `StoreUnavailable` when none of the nodes that could answer
 * responds.
 */
export class Cluster {
  readonly name: string | null;
  readonly shards: readonly number[];
  readonly #pool: NodePool;

  private constructor(name: string | null, pool: NodePool, shards: number) {
    this.name = name;
    this.#pool = pool;
    this.shards = Array.from({ length: shards }, (_, index) => index + 1);
  }

  /** @throws {UnusableStore} */
  static async connect({ urls, database, cluster }: ClusterOptions): Promise<Cluster> {
    if (cluster === null && urls.length !== 1) {
      throw new UnusableStore('several --clickhouse-url are nodes of one cluster; name it with --clickhouse-cluster');
    }
    const pool = new NodePool(urls, database, cluster);
    try {
      const places = await pool.locate();
      const shards = places[0]?.shards;
      if (shards === undefined) throw new StoreUnavailable(`no node answers: ${pool.names}`);
      const found = new Cluster(cluster, pool, shards);
      if (places.length === urls.length) found.#requireAddresses(places);
      return found;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** The name of a node's own table. The plain name stands for the table that reaches all shards. */
  local(table: string): string {
    return this.name === null ? table : `${table}_local`;
  }

  /** Runs a query over all shards, on any node. */
  query<C extends Columns>(query: Query<C>): Promise<RowOf<C>[]> {
    return this.#pool.first(this.#pool.roundRobin(), 'the cluster', (node) => node.query(query));
  }

  /**
   * Runs a query on one shard's own tables. Replicas are tried in a fixed order, so that all processes use the same
   * one.
   */
  async queryShard<C extends Columns>(shard: number, query: Query<C>): Promise<RowOf<C>[]> {
    const replicas = await this.#pool.replicas(shard);
    return this.#pool.first(replicas, `shard ${shard}`, (node) => node.query(query));
  }

  /** Like `queryShard`, but rotates through the replicas. Replicas that are far behind are tried last. */
  async queryReplica<C extends Columns>(shard: number, query: Query<C>): Promise<RowOf<C>[]> {
    const replicas = await this.#pool.replicasRoundRobin(shard);
    return this.#pool.first(replicas, `shard ${shard}`, (node) => node.query(query));
  }

  /**
   * Inserts rows that all belong to one shard. Resolves once they are stored. The insert may be repeated, so storing
   * the rows twice must be harmless.
   */
  async insert(shard: number, insert: Insert): Promise<void> {
    const replicas = await this.#pool.replicas(shard);
    await this.#pool.first(replicas, `shard ${shard}`, (node) =>
      this.name === null ? node.insert(insert) : insertAtAll(node, insert),
    );
  }

  /** Runs `work` on every replica of every shard. A shard's work starts only when all its replicas are up. */
  async everywhere(work: (node: Node) => Promise<void>): Promise<void> {
    for (const shard of this.shards) await this.everyReplica(shard, work);
  }

  /** Runs `work` on every replica of a shard, after all pending rows have been sent to the replicas. */
  async everyReplica(shard: number, work: (node: Node) => Promise<void>): Promise<void> {
    const nodes = (await this.#pool.replicas(shard)).map(({ node }) => node);
    await answering(async () => {
      await Promise.all(nodes.map((node) => this.#settle(node)));
      await Promise.all(nodes.map(work));
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Waits until rows accepted for a replica that was away have reached it. Rejects while the replica is still away. */
  async #settle(node: Node): Promise<void> {
    await node.command('SELECT 1');
    if (this.name === null) return;
    for (const table of DISTRIBUTED_TABLES) await node.command(`SYSTEM FLUSH DISTRIBUTED ${table}`);
  }

  #requireAddresses(places: readonly Place[]): void {
    const missing = this.shards.filter((shard) => !places.some((place) => place.shard === shard));
    if (missing.length === 0) return;
    throw new UnusableStore(
      `no address of shard ${missing.join(', ')} of the cluster ${this.name} is given; name every node with --clickhouse-url`,
    );
  }
}

/** Tables through which a node forwards rows to the other replicas. */
const DISTRIBUTED_TABLES = ['records', 'visitors', 'catalogue', 'salts'] as const;

/**
 * Inserts into all replicas before returning. If one of them is away, the node keeps that replica's rows on its own
 * disk until they can be sent.
 */
async function insertAtAll(node: Node, insert: Insert): Promise<void> {
  try {
    await node.insert({ ...insert, settings: { ...insert.settings, distributed_foreground_insert: 1 } });
  } catch (error) {
    if (!isTransient(error) || error instanceof NoAnswer) throw error;
    await node.insert({ ...insert, settings: { ...insert.settings, distributed_foreground_insert: 0 } });
  }
}

async function answering<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isTransient(error) ? new StoreUnavailable((error as Error).message) : error;
  }
}
