import { Piscina } from 'piscina';
import { StoreUnavailable } from '../../store/store.js';
import type { ActionName, Arguments, Result } from './actions.js';
import { type Outcome, resultOf, type Task } from './perform.js';

/**
 * V8 would let short-lived texts pile up to some 50 MB in each thread before it clears them away. With less for writing,
 * events that wait for their commit would be moved to where clearing takes longer.
 */
const YOUNG_GENERATION_MB_MAX = { read: 2, write: 8 };

/** One file, made by `npm run build`: a thread that reads its 100 modules one by one takes twice as long to start. */
const THREAD = import.meta.resolve('#goalpost/bundle/thread.js');

/** Threads that work on one database file, each with a connection of its own, so that the caller's thread stays free. */
export class Threads {
  readonly #pool: Piscina<readonly Task[], Outcome[]>;
  readonly #running = new Set<Promise<unknown>>();
  #closing = false;

  /** They are started by the first task; `count` is 1 for writing, since SQLite has one writer at a time. */
  constructor(file: string, mode: 'read' | 'write', count: number) {
    this.#pool = new Piscina<readonly Task[], Outcome[]>({
      filename: THREAD,
      workerData: { file, mode },
      minThreads: 0,
      maxThreads: count,
      idleTimeout: Number.POSITIVE_INFINITY,
      // The writer has its next task at hand when it is done with one.
      concurrentTasksPerWorker: mode === 'write' ? 2 : 1,
      // A thread that waits by `Atomics.wait` hears of its next task later: with it, two threads were no faster than one.
      atomics: 'disabled',
      // Nobody looks at how long tasks took.
      recordTiming: false,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB_MAX[mode] },
    });
  }

  /** @throws as `resultOf` does, and {StoreUnavailable} when the threads are stopping. */
  async run<Name extends ActionName>(name: Name, ...args: Arguments<Name>): Promise<Result<Name>> {
    const [outcome] = await this.perform([{ name, args }]);
    return resultOf(outcome!) as Result<Name>;
  }

  /**
   * All of them on one thread, in order.
   *
   * @throws {StoreUnavailable} when the threads are stopping.
   */
  async perform(tasks: readonly Task[]): Promise<Outcome[]> {
    if (this.#closing) throw new StoreUnavailable('the store is closing');
    const running = this.#pool.run(tasks);
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /** Whether a thread has nothing to do. Where none has been started yet one is, for those who ask later. */
  hasIdle(): boolean {
    if (this.#closing) return false;
    if (this.#pool.threads.length === 0) this.run('wake').catch(() => {});
    return this.#running.size < this.#pool.threads.length;
  }

  /** Finishes the tasks it has, then ends the threads. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.allSettled(this.#running);
    await this.#pool.destroy();
  }
}
