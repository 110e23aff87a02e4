import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from './node.js';
import { integer } from './rows.js';

/** Tables through which a node forwards rows to the other replicas. */
const DISTRIBUTED_TABLES = ['records', 'visitors', 'catalogue', 'salts', 'feed_changes'] as const;
/** Interval between attempts to send rows to a replica that answers, but does not take them, in ms. */
const SENT_EVERY_MS = 1000;
/** Interval between looks whether rows have been sent, which takes a node 100 ms when the other replica is well, in ms. */
const LOOKED_EVERY_MS = 50;
/** By when every process has looked at a node that began to keep rows, in ms: they look twice in this time at least. */
const NOTICED_AFTER_MS = 600;

/**
 * Whose rows a node keeps: without ClickHouse Keeper, a node that stores rows alone keeps a copy for each replica that did
 * not take them. Such a replica must not be read until it has them.
 */
export class KeptRows {
  readonly #node: Node;
  /** The replicas, each with the time of the first look in a row that found rows for it. */
  #since: ReadonlyMap<number, number> = new Map();
  readonly #looks = { begun: 0, last: 0 };
  #looking: Promise<void> | null = null;
  #sending: Promise<void> | null = null;

  constructor(node: Node) {
    this.#node = node;
  }

  isFor(replica: number): boolean {
    return this.#since.has(replica);
  }

  /** Resolves once the rows have been sent, or every process knows whose rows are kept and reads no replica without them. */
  async noticed(): Promise<void> {
    const deadline = performance.now() + NOTICED_AFTER_MS;
    while (!(await this.#isOld()) && performance.now() < deadline) await sleep(LOOKED_EVERY_MS);
  }

  /** Looks now. Rows that are kept when this is called are found. */
  async look(): Promise<void> {
    const number = ++this.#looks.begun;
    const rows = await this.#node.query({
      sql: `SELECT DISTINCT extract(data_path, '_replica(\\\\d+)') FROM system.distribution_queue
        WHERE database = currentDatabase() AND data_files > 0 AND match(data_path, '_replica\\\\d')`,
      columns: { replica: integer },
    });
    // A later look knows better.
    if (number < this.#looks.last) return;
    this.#looks.last = number;
    const now = performance.now();
    this.#since = new Map(rows.map(({ replica }) => [replica, this.#since.get(replica) ?? now]));
  }

  /** Whether nothing is kept that other processes may not have seen. */
  async #isOld(): Promise<boolean> {
    const isKnown = await this.look().then(
      () => true,
      () => false,
    );
    return isKnown && [...this.#since.values()].every((since) => performance.now() - since > NOTICED_AFTER_MS);
  }

  /** Like `look`, but concurrent calls share a look. After a failure, what was found before counts. */
  lookSoon(): Promise<void> {
    this.#looking ??= this.look()
      .catch(() => {})
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  /** Has the node send the rows, which it would do by itself after ever longer pauses. */
  sendSoon(): Promise<void> {
    this.#sending ??= flushDistributed(this.#node)
      .catch(() => sleep(SENT_EVERY_MS, undefined, { ref: false }))
      .then(() => this.lookSoon())
      .finally(() => {
        this.#sending = null;
      });
    return this.#sending;
  }
}

/** Sends all rows that the node keeps for other replicas. */
export async function flushDistributed(node: Node): Promise<void> {
  await Promise.all(DISTRIBUTED_TABLES.map((table) => node.command(`SYSTEM FLUSH DISTRIBUTED ${table}`)));
}
