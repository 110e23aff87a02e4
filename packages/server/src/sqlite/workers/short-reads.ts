import type { Connection } from '../database/connection.js';
import type { ActionName, Arguments, Result } from './actions.js';
import { type Outcome, perform, resultOf, type Task } from './perform.js';
import type { Threads } from './threads.js';

/**
 * Half of the waiting reads are handed over when at least this many wait: a round trip to a thread costs more than one
 * read.
 */
const HANDED_OVER_MIN = 4;

interface Waiting {
  readonly task: Task;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Runs reads that take less time than a round trip to another thread. They run on the caller's thread, one after the
 * other, once all requests of this turn of the event loop are parsed. Alternating between parsing and SQLite would take
 * a third longer, because each evicts the other's data from the CPU caches. When many reads wait and a thread is idle,
 * it gets half of them.
 */
export class ShortReads {
  readonly #connection: Connection;
  readonly #readers: Threads;
  readonly #waiting: Waiting[] = [];
  readonly #handedOver = new Set<Promise<void>>();

  constructor(connection: Connection, readers: Threads) {
    this.#connection = connection;
    this.#readers = readers;
  }

  /** @throws as `resultOf` does. */
  run<Name extends ActionName>(name: Name, ...args: Arguments<Name>): Promise<Result<Name>> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome) => {
        try {
          resolve(resultOf(outcome) as Result<Name>);
        } catch (error) {
          reject(error);
        }
      };
      this.#waiting.push({ task: { name, args }, settle });
      // One per read, so that each result is sent before the next read starts.
      setImmediate(() => this.#doNext());
    });
  }

  /** Resolves when all reads have been answered. */
  async drained(): Promise<void> {
    for (const waiting of this.#waiting.splice(0)) this.#do(waiting);
    await Promise.all(this.#handedOver);
  }

  #doNext(): void {
    if (this.#waiting.length >= HANDED_OVER_MIN && this.#readers.hasIdle()) {
      const group = this.#waiting.splice(this.#waiting.length / 2);
      const handedOver = this.#handOver(group).finally(() => this.#handedOver.delete(handedOver));
      this.#handedOver.add(handedOver);
    }
    const next = this.#waiting.shift();
    if (next) this.#do(next);
  }

  #do({ task, settle }: Waiting): void {
    settle(perform(() => this.#connection, task));
  }

  async #handOver(group: readonly Waiting[]): Promise<void> {
    const outcomes = await this.#readers.perform(group.map(({ task }) => task)).catch(() => null);
    // If the thread dies, its reads run here instead.
    if (outcomes === null) for (const waiting of group) this.#do(waiting);
    else for (const [index, { settle }] of group.entries()) settle(outcomes[index]!);
  }
}
