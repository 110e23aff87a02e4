import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { StoreUnavailable } from '../../store/store.js';
import type { ActionName, Arguments, Result } from './actions.js';
import { type Outcome, resultOf, type Task } from './perform.js';

/**
 * Otherwise V8 lets about 50 MB of short-lived strings accumulate in each thread before it collects them. The writer
 * needs more: with less, events waiting for their commit would be promoted to the old generation, which is slower to
 * collect.
 */
const YOUNG_GENERATION_MB_MAX = { read: 2, report: 2, write: 8 };

/** What threads are for. */
export type ThreadMode = keyof typeof YOUNG_GENERATION_MB_MAX;

const CORES = availableParallelism();

/** A single bundled file, made by `npm run build`: loading its 100 modules one by one takes a thread twice as long. */
const THREAD = import.meta.resolve('#goalpost/bundle/thread.js');

/** Threads that work on one database file, each with its own connection, so that the caller's thread stays free. */
export class Threads {
  readonly #pool: Piscina<readonly Task[], Outcome[]>;
  readonly #running = new Set<Promise<unknown>>();
  #closing = false;

  /**
   * Threads start with the first task, and stop when they have been idle for `idleMs`. `count` is 1 for writing, because
   * SQLite has one writer at a time.
   */
  constructor(file: string, mode: ThreadMode, count: number, idleMs = Number.POSITIVE_INFINITY) {
    this.#pool = new Piscina<readonly Task[], Outcome[]>({
      filename: THREAD,
      workerData: { file, mode },
      minThreads: 0,
      maxThreads: count,
      idleTimeout: idleMs,
      // Queues the writer's next task, so that it need not wait between tasks.
      concurrentTasksPerWorker: mode === 'write' ? 2 : 1,
      // Threads waiting with `Atomics.wait` notice their next task later: two of them were no faster than one.
      atomics: 'disabled',
      // The timings are not used.
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
   * Runs all tasks on one thread, in order.
   *
   * @throws {StoreUnavailable} when the threads are stopping.
   */
  async perform(tasks: readonly Task[]): Promise<Outcome[]> {
    if (this.#closing) throw new StoreUnavailable('the store is closing');
    const running = this.#pool.run(tasks);
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /**
   * Whether a thread is idle and would work beside the caller's, which takes a second core. Starts a thread for later calls if none
   * has been started.
   */
  hasIdle(): boolean {
    if (this.#closing || CORES === 1) return false;
    if (this.#pool.threads.length === 0) this.run('wake').catch(() => {});
    return this.#running.size < this.#pool.threads.length;
  }

  /** Finishes the running tasks, then stops the threads. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.allSettled(this.#running);
    await this.#pool.destroy();
  }
}
