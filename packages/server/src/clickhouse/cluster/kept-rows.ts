import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from './node.js';
import { integer } from './rows.js';

/** Tables through which a node forwards rows to the other replicas. */
const DISTRIBUTED_TABLES = ['records', 'visitors', 'catalogue', 'salts', 'feed_changes'] as const;
/** Interval between attempts to send rows to a replica that answers, but does not take them, in ms. */
const SENT_EVERY_MS = 1000;
/** Interval between looks whether rows have been sent, which takes a node 100 ms when the other replica is well, in ms. */
const LOOKED_EVERY_MS = 50;
/** How old a look may be when a read begins, in ms. Heartbeats look more often, unless the machine is busy. */
const KNOWN_FOR_MS = 500;
/** After this time nobody reads a replica for which a node began to keep rows, in ms: longer than a look counts. */
const NOTICED_AFTER_MS = 600;

/**
 * Whose rows a node keeps: without ClickHouse Keeper, a node that stores rows alone keeps a copy for each replica that did
 * not take them. Such a replica must not be read until it has them.
 */
export class KeptRows {
  readonly #node: Node;
  /** The replicas, each with the time of the first look in a row that found rows for it. */
  #since: ReadonlyMap<number, number> = new Map();
  /** When a look last found rows for a replica. */
  readonly #lastFound = new Map<number, number>();
  /** When the last look began that counts. */
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: { readonly begunAt: number; readonly done: Promise<void> } | null = null;
  #sending: Promise<void> | null = null;

  constructor(node: Node) {
    this.#node = node;
  }

  isFor(replica: number): boolean {
    return this.#since.has(replica);
  }

  /**
   * Whether rows are kept for a replica, or were a moment ago. A replica that takes rows and then refuses some again may have
   * had all of them between two looks of the process that stores.
   */
  wasFor(replica: number): boolean {
    const foundAt = this.#lastFound.get(replica) ?? Number.NEGATIVE_INFINITY;
    return this.isFor(replica) || performance.now() - foundAt < NOTICED_AFTER_MS;
  }

  /** Whether the last look is recent enough for a read that began at `readAt`, in ms of `performance.now`. */
  isKnownAt(readAt: number): boolean {
    return this.#lookedAt >= readAt - KNOWN_FOR_MS;
  }

  /**
   * Looks until the last look is recent enough for a read that began at `readAt`. Heartbeats may be late, on a busy machine or
   * after this process was suspended. Rows that were noticed by then are found.
   */
  async knowAt(readAt: number): Promise<void> {
    while (!this.isKnownAt(readAt)) await this.#lookTogether(readAt - KNOWN_FOR_MS);
  }

  /** Resolves once the rows have been sent, or every process knows whose rows are kept and reads no replica without them. */
  async noticed(): Promise<void> {
    const deadline = performance.now() + NOTICED_AFTER_MS;
    while (!(await this.#isOld()) && performance.now() < deadline) await sleep(LOOKED_EVERY_MS);
  }

  /** Looks now. Rows that are kept when this is called are found. */
  async look(): Promise<void> {
    const begunAt = performance.now();
    const rows = await this.#node.query({
      sql: `SELECT DISTINCT extract(data_path, '_replica(\\\\d+)') FROM system.distribution_queue
        WHERE database = currentDatabase() AND data_files > 0 AND match(data_path, '_replica\\\\d')`,
      columns: { replica: integer },
    });
    // A later look knows better.
    if (begunAt < this.#lookedAt) return;
    this.#lookedAt = begunAt;
    const now = performance.now();
    this.#since = new Map(rows.map(({ replica }) => [replica, this.#since.get(replica) ?? now]));
    for (const { replica } of rows) this.#lastFound.set(replica, now);
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
    return this.#lookTogether(Number.NEGATIVE_INFINITY).catch(() => {});
  }

  /** Concurrent calls share a look that began at this time or later. */
  #lookTogether(begunFrom: number): Promise<void> {
    if (this.#looking !== null && this.#looking.begunAt >= begunFrom) return this.#looking.done;
    const looking = {
      begunAt: performance.now(),
      done: this.look().finally(() => {
        if (this.#looking === looking) this.#looking = null;
      }),
    };
    this.#looking = looking;
    return looking.done;
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
