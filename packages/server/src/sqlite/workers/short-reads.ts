import type { Connection } from '../database/connection.js';
import type { ActionName, Arguments, Result } from './actions.js';
import { type Outcome, perform, resultOf, type Task } from './perform.js';
import type { Threads } from './threads.js';

/** So many have to wait before half of them are handed over: the way to a thread and back costs more than one read. */
const HANDED_OVER_MIN = 4;

interface Waiting {
  readonly task: Task;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Reads that are shorter than the way to another thread and back. They are done on the caller's thread, one after the
 * other, when all requests of this turn of the event loop have been parsed: a processor that goes to and fro between
 * parsing and SQLite takes a third longer, since each finds its caches full of the other. Where many have come together
 * and a thread has nothing to do, it is given half of them.
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
      // One each, so that what has been read is answered before the next is.
      setImmediate(() => this.#doNext());
    });
  }

  /** Resolves when all that was asked has been answered. */
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
    // A thread that dies takes nobody's read with it.
    if (outcomes === null) for (const waiting of group) this.#do(waiting);
    else for (const [index, { settle }] of group.entries()) settle(outcomes[index]!);
  }
}
