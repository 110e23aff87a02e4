import { Batcher } from '../../store/batcher.js';
import type { ActionName, Arguments, Result } from './actions.js';
import { type Outcome, resultOf, type Task } from './perform.js';
import type { Threads } from './threads.js';

/** Sessions per batch. A thread takes 3 ms for this many of usual size. */
const SESSIONS_TOGETHER_MAX = 400;

interface Asked extends Task {
  readonly sessions: number;
}

/**
 * Batches reads of many sessions. Reads that arrive while all threads are busy go to the next free thread together:
 * waking a thread and being woken by it takes a tenth of the time of a read of 100 sessions.
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
   * `sessions`: the number of sessions to read. A batch holds at most 400 sessions, unless a single read has more.
   *
   * @throws as `Threads.run` does.
   */
  async run<Name extends ActionName>(sessions: number, name: Name, ...args: Arguments<Name>): Promise<Result<Name>> {
    return resultOf(await this.#batcher.run({ name, args, sessions })) as Result<Name>;
  }
}
