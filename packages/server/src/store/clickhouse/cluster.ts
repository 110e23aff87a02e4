import { StoreUnavailable, UnusableStore } from '../store.js';
import { isAway, isPassing, isRefusedLogin } from './faults.js';
import { requireSchema } from './migrate.js';
import { type Insert, Node, type Question } from './node.js';
import { type Place, placeOf, refusedLogin } from './place.js';
import { type Columns, integer, type RowOf } from './rows.js';

export interface ClusterOptions {
  /** Of every node: `http://user:password@host:8123`. */
  readonly urls: readonly string[];
  readonly database: string;
  /** Its name in ClickHouse's `remote_servers`; null: one node that stands alone. */
  readonly cluster: string | null;
}

interface Member {
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

/** The nodes, and which of them is asked. Every call rejects with `StoreUnavailable` when none of those that could answer does. */
export class Cluster {
  readonly name: string | null;
  readonly shards: readonly number[];
  readonly #members: readonly Member[];
  #turn = 0;
  #behindAskedAt = Number.NEGATIVE_INFINITY;

  private constructor(name: string | null, members: readonly Member[], shards: number) {
    this.name = name;
    this.#members = members;
    this.shards = Array.from({ length: shards }, (_, index) => index + 1);
  }

  /** @throws {UnusableStore} */
  static async connect({ urls, database, cluster }: ClusterOptions): Promise<Cluster> {
    if (cluster === null && urls.length !== 1) {
      throw new UnusableStore('several --clickhouse-url are nodes of one cluster; name it with --clickhouse-cluster');
    }
    const members = urls.map(
      (url): Member => ({
        node: new Node(url, database),
        place: null,
        awayAt: -AWAY_MS,
        behind: 0,
      }),
    );
    try {
      await Promise.all(members.map((member) => locate(member, cluster)));
      const places = members.flatMap(({ place }) => place ?? []);
      const shards = places[0]?.shards;
      if (shards === undefined) throw new StoreUnavailable(`no node answers: ${namesOf(members)}`);
      const found = new Cluster(cluster, members, shards);
      if (places.length === members.length) found.#requireAddresses();
      return found;
    } catch (error) {
      await Promise.all(members.map(({ node }) => node.close()));
      throw error;
    }
  }

  /** The table as it is on each node; that of the plain name reaches all shards. */
  local(table: string): string {
    return this.name === null ? table : `${table}_local`;
  }

  /** Asks any node, for what may be in any shard. */
  ask<C extends Columns>(question: Question<C>): Promise<RowOf<C>[]> {
    return this.#first(this.#inTurn(this.#members), 'the cluster', (node) => node.ask(question));
  }

  /** Asks the replicas of one shard, about the tables that are there; in a fixed order, so that all processes ask the same one. */
  async askShard<C extends Columns>(shard: number, question: Question<C>): Promise<RowOf<C>[]> {
    return this.#first(await this.#replicas(shard), `shard ${shard}`, (node) => node.ask(question));
  }

  /** The same, of the replicas in turn; those that are far behind come last. */
  async askReplica<C extends Columns>(shard: number, question: Question<C>): Promise<RowOf<C>[]> {
    this.#lookHowFarBehind();
    const inTurn = this.#inTurn(await this.#replicas(shard));
    const isBehind = ({ behind }: Member) => behind > BEHIND_MAX;
    const members = [...inTurn.filter((one) => !isBehind(one)), ...inTurn.filter(isBehind)];
    return this.#first(members, `shard ${shard}`, (node) => node.ask(question));
  }

  /** Puts rows that all belong to one shard there; resolved once they are stored. Storing them again must be harmless. */
  async insert(shard: number, insert: Insert): Promise<void> {
    await this.#first(await this.#replicas(shard), `shard ${shard}`, (node) =>
      this.name === null ? node.insert(insert) : insertAtAll(node, insert),
    );
  }

  /** Does something on every replica of every shard. All of them have to be there, or nothing is begun. */
  async everywhere(work: (node: Node) => Promise<void>): Promise<void> {
    for (const shard of this.shards) await this.everyReplica(shard, work);
  }

  /** Does something on every replica of a shard, after what still waits to be sent to them. */
  async everyReplica(shard: number, work: (node: Node) => Promise<void>): Promise<void> {
    const nodes = (await this.#replicas(shard)).map(({ node }) => node);
    await answering(async () => {
      await Promise.all(nodes.map((node) => this.#settle(node)));
      await Promise.all(nodes.map(work));
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map(({ node }) => node.close()));
  }

  /** Each time another is the first. */
  #inTurn(members: readonly Member[]): Member[] {
    this.#turn = (this.#turn + 1) % this.#members.length;
    const first = this.#turn % Math.max(1, members.length);
    return [...members.slice(first), ...members.slice(0, first)];
  }

  /** What was taken for a replica that was away has reached it; rejects while it is still away. */
  async #settle(node: Node): Promise<void> {
    await node.command('SELECT 1');
    if (this.name === null) return;
    for (const table of DISTRIBUTED_TABLES) await node.command(`SYSTEM FLUSH DISTRIBUTED ${table}`);
  }

  async #replicas(shard: number): Promise<Member[]> {
    const known = () => this.#members.filter(({ place }) => place?.shard === shard);
    const looking = this.#lookForMissing();
    if (known().length === 0) await looking;
    return known().sort((one, other) => one.place!.replica - other.place!.replica);
  }

  /** Asks the nodes that were away when this began whether they are back. */
  async #lookForMissing(): Promise<void> {
    const missing = this.#members.filter(
      ({ place, awayAt }) => place === null && awayAt <= performance.now() - AWAY_MS,
    );
    await Promise.all(
      missing.map(async (member) => {
        member.awayAt = performance.now();
        // One that cannot be used is left out, as if it were still away; others may hold what it holds.
        await locate(member, this.name).catch(() => {});
      }),
    );
  }

  /** Nobody waits for it: a replica does not fall minutes behind in a moment. */
  #lookHowFarBehind(): void {
    if (this.name === null || performance.now() - this.#behindAskedAt < BEHIND_ASKED_MS) return;
    this.#behindAskedAt = performance.now();
    for (const member of this.#members) {
      // One that does not say is found to be away by whoever asks it.
      member.node.ask(BEHIND).then(
        ([row]) => {
          member.behind = row!.seconds;
        },
        () => {},
      );
    }
  }

  async #first<Result>(
    members: readonly Member[],
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
        if (!isPassing(error)) throw error;
        if (isAway(error)) member.awayAt = performance.now();
        failure = error;
      }
    }
    throw new StoreUnavailable(`${whom} cannot answer: ${(failure as Error).message}`);
  }

  #requireAddresses(): void {
    const missing = this.shards.filter((shard) => !this.#members.some(({ place }) => place?.shard === shard));
    if (missing.length === 0) return;
    throw new UnusableStore(
      `no address of shard ${missing.join(', ')} of the cluster ${this.name} is given; name every node with --clickhouse-url`,
    );
  }
}

const BEHIND = {
  sql: 'SELECT toInt64(max(absolute_delay)) FROM system.replicas WHERE database = currentDatabase()',
  columns: { seconds: integer },
};

/** Tables through which a node passes rows on to the other replicas. */
const DISTRIBUTED_TABLES = ['records', 'visitors', 'catalogue', 'salts'] as const;

/**
 * To all replicas before it is answered. When one of them is away the node keeps the rows for it: on its disk, until
 * they could be passed on.
 */
async function insertAtAll(node: Node, insert: Insert): Promise<void> {
  try {
    await node.insert({ ...insert, settings: { ...insert.settings, distributed_foreground_insert: 1 } });
  } catch (error) {
    if (!isPassing(error) || isAway(error)) throw error;
    await node.insert({ ...insert, settings: { ...insert.settings, distributed_foreground_insert: 0 } });
  }
}

async function locate(member: Member, cluster: string | null): Promise<void> {
  try {
    await requireSchema(member.node);
    member.place = await placeOf(member.node, cluster);
  } catch (error) {
    if (isRefusedLogin(error)) throw refusedLogin(member.node);
    if (!isPassing(error)) throw error;
    member.awayAt = performance.now();
  }
}

async function answering<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isPassing(error) ? new StoreUnavailable((error as Error).message) : error;
  }
}

function namesOf(members: readonly Member[]): string {
  return members.map(({ node }) => node.name).join(', ');
}
