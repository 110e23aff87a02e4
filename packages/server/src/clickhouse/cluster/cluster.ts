import type { StoreNodes } from '../../store/nodes.js';
import { StoreUnavailable, UnusableStore } from '../../store/store.js';
import type { ClusterOptions } from './cluster-options.js';
import { type Contest, contend } from './contest.js';
import { described, isTransient } from './faults.js';
import { type Attempt, firstAnswer } from './first-answer.js';
import { flushDistributed } from './kept-rows.js';
import type { Insert, Node, Query } from './node.js';
import { NodePool } from './node-pool.js';
import type { Place } from './place.js';
import { askingRoute, type PooledNode, routeThrough } from './pooled-node.js';
import type { Settings } from './query-client.js';
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
      if (shards === undefined) throw new StoreUnavailable(`no node can be used: ${pool.failures}`);
      const found = new Cluster(cluster, pool, shards);
      if (places.length === urls.length) found.#requireAddresses(places);
      return found;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** The state of the nodes. */
  get nodes(): StoreNodes {
    return this.#pool;
  }

  /** The name of a node's own table. The plain name stands for the table that reaches all shards. */
  local(table: string): string {
    return this.name === null ? table : `${table}_local`;
  }

  /** Runs a query over all shards, on any node. */
  async query<C extends Columns>(query: Query<C>): Promise<RowOf<C>[]> {
    const through = await this.#pool.roundRobin();
    const attempts = through.map((one) => ({
      nodes: () => routeThrough(one, this.#pool.all),
      run: (signal: AbortSignal, route: readonly PooledNode[]) =>
        one.node.query(withSettings(query, askingRoute(route)), signal),
    }));
    return firstAnswer(attempts, 'the cluster');
  }

  /**
   * Runs a query on one shard's own tables. Replicas are tried in a fixed order, so that all processes use the same
   * one.
   */
  async queryShard<C extends Columns>(shard: number, query: Query<C>): Promise<RowOf<C>[]> {
    const replicas = await this.#pool.replicas(shard);
    return firstAnswer(queries(replicas, query), `shard ${shard}`);
  }

  /**
   * Like `queryShard`, but rotates through the replicas. Replicas that are far behind are tried last. Rejects with the signal's
   * reason when it aborts.
   */
  queryReplica<C extends Columns>(shard: number, query: Query<C>, signal?: AbortSignal): Promise<RowOf<C>[]> {
    return this.atReplica(shard, (node, over) => node.query(query, over), signal);
  }

  /** Runs several queries that belong together on one replica, chosen as by `queryReplica`. They may run again on another one. */
  async atReplica<Result>(
    shard: number,
    ask: (node: Node, signal: AbortSignal) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    const replicas = await this.#pool.replicasRoundRobin(shard);
    const attempts = replicas.map((one) => ({ nodes: () => [one], run: (over: AbortSignal) => ask(one.node, over) }));
    return firstAnswer(attempts, `shard ${shard}`, signal);
  }

  /** The nodes that answer, each with its shard. */
  get present(): readonly { readonly node: Node; readonly shard: number }[] {
    return this.#pool.all.flatMap(({ node, heartbeat, place }) =>
      place && heartbeat.isUp ? [{ node, shard: place.shard }] : [],
    );
  }

  /**
   * Inserts rows that all belong to one shard. Resolves once they are stored. The insert may be repeated, so storing
   * the rows twice must be harmless.
   */
  async insert(shard: number, insert: Insert): Promise<void> {
    const replicas = await this.#pool.writable(shard);
    await firstAnswer(this.#inserts(replicas, insert), `shard ${shard}`);
  }

  /**
   * Inserts a row of which the shard keeps only that of the first writer, and returns whether this one was the first. Replicas
   * with ClickHouse Keeper decide together.
   */
  async insertFirst(shard: number, contest: Contest): Promise<boolean> {
    const { table, token, row, isFirst } = contest;
    const known = await this.#pool.ordered(shard);
    const insertOf = (into: string, one: object, withToken: string): Insert => ({
      table: into,
      rows: [one],
      settings: { insert_deduplicate: 1, insert_deduplication_token: withToken },
    });
    if (this.name === null || known.replicas.some(({ isReplicated }) => isReplicated)) {
      await this.insert(shard, insertOf(table, row(false), token));
      return isFirst((query) => this.queryShard(shard, query));
    }
    return answering(() =>
      contend(known, contest, {
        insert: ({ node }, one, itsToken, signal) => node.insert(insertOf(this.local(table), one, itsToken), signal),
        spread: (at, one, itsToken) => insertAtOne(at, insertOf(table, one, itsToken)),
      }),
    );
  }

  /** Runs `work` on every replica of every shard. A shard's work starts only when all its replicas are up. */
  async everywhere(work: (node: Node) => Promise<void>): Promise<void> {
    for (const shard of this.shards) await this.everyReplica(shard, work);
  }

  /** Runs `work` on every replica of a shard, after all pending rows have been sent to the replicas. */
  async everyReplica(shard: number, work: (node: Node) => Promise<void>): Promise<void> {
    await answering(async () => {
      await this.#pool.together(shard, (node) => this.#settle(node));
      await this.#pool.together(shard, work);
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Waits until rows accepted for a replica that was away have reached it. */
  async #settle(node: Node): Promise<void> {
    if (this.name !== null) await flushDistributed(node);
  }

  /**
   * Inserts into all replicas before it returns, if all are up. Otherwise the node that takes the insert keeps the rows
   * of the others on its own disk until they can be sent; it returns once no process reads those others any more.
   */
  #inserts(replicas: readonly PooledNode[], insert: Insert): Attempt<void>[] {
    if (this.name === null)
      return replicas.map((one) => ({ nodes: () => [one], run: (signal) => one.node.insert(insert, signal) }));
    const atOne = replicas.map((one) => ({
      nodes: () => [one],
      run: (signal: AbortSignal) => insertAtOne(one, insert, signal),
    }));
    const [first] = replicas;
    if (!first || !this.#pool.areAllUp(replicas)) return atOne;
    return [
      { nodes: () => replicas, run: (signal) => first.node.insert(withSettings(insert, AT_ALL), signal) },
      ...atOne,
    ];
  }

  #requireAddresses(places: readonly Place[]): void {
    const missing = this.shards.filter((shard) => !places.some((place) => place.shard === shard));
    if (missing.length === 0) return;
    throw new UnusableStore(
      `no address of shard ${missing.join(', ')} of the cluster ${this.name} is given; name every node with --clickhouse-url`,
    );
  }
}

/** The timeouts, in s, end what nobody waits for any more: by then, the rows have been inserted at one replica. */
const AT_ALL: Settings = { distributed_foreground_insert: 1, receive_timeout: 10, send_timeout: 10 };
const AT_ONE: Settings = { distributed_foreground_insert: 0 };

async function insertAtOne({ node, kept }: PooledNode, insert: Insert, signal?: AbortSignal): Promise<void> {
  await node.insert(withSettings(insert, AT_ONE), signal);
  await kept.noticed();
}

function withSettings<Statement extends { readonly settings?: Settings }>(statement: Statement, settings: Settings) {
  return { ...statement, settings: { ...statement.settings, ...settings } };
}

function queries<C extends Columns>(nodes: readonly PooledNode[], query: Query<C>): Attempt<RowOf<C>[]>[] {
  return nodes.map((one) => ({ nodes: () => [one], run: (signal) => one.node.query(query, signal) }));
}

async function answering<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isTransient(error) ? new StoreUnavailable(described(error as Error)) : error;
  }
}
