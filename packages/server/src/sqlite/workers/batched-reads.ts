import { Batcher } from '../../store/batcher.js';
import type { ActionName, Arguments, Result } from './actions.js';
import { type Outcome, resultOf, type Task } from './perform.js';
import type { Threads } from './threads.js';

/** A thread takes 3 ms for so many of usual size. */
const SESSIONS_TOGETHER_MAX = 400;

interface Asked extends Task {
  readonly sessions: number;
}

/**
 * Reads of many sessions. Those that come while as many as there are threads are under way go to the next thread
 * together: waking a thread, and being woken by it, takes a tenth of what a read of a hundred sessions does.
 */
export class BatchedReads {
  readonly #batcher: Batcher<Asked, Outcome>;

  constructor(readers: Threads, threads: number) {
    this.#batcher = new Batcher((tasks) => readers.perform(tasks), {
      weightOf: ({ sessions }) => sessions,
      weightMax: SESSIONS_TOGETHER_MAX,
      concurrencyMax: threads,
    });
  }

  /**
   * `sessions`: how many it reads; of more than 400 in all, no two reads are handed over together.
   *
   * @throws as `Threads.run` does.
   */
  async run<Name extends ActionName>(sessions: number, name: Name, ...args: Arguments<Name>): Promise<Result<Name>> {
    return resultOf(await this.#batcher.run({ name, args, sessions })) as Result<Name>;
  }
}
