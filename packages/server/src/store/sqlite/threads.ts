import { Piscina } from 'piscina';
import { BackupFailed, PageExpired, StoreUnavailable } from '../store.js';
import type { ActionName, Arguments, Outcome, Result, Task } from './actions.js';

/** V8 would let short-lived texts pile up to some 50 MB in each thread before it clears them away. */
const YOUNG_GENERATION_MB_MAX = 8;

/** Threads that work on one database file, each with a connection of its own, so that the caller's thread stays free. */
export class Threads {
  readonly #pool: Piscina<Task, Outcome>;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing = false;

  /** They are started by the first task; `count` is 1 for writing, since SQLite has one writer at a time. */
  constructor(file: string, mode: 'read' | 'write', count: number) {
    this.#pool = new Piscina<Task, Outcome>({
      filename: new URL('./thread.js', import.meta.url).href,
      workerData: { file, mode },
      minThreads: 0,
      maxThreads: count,
      idleTimeout: Number.POSITIVE_INFINITY,
      // The writer has its next task at hand when it is done with one.
      concurrentTasksPerWorker: mode === 'write' ? 2 : 1,
      // A thread that waits by `Atomics.wait` hears of its next task later: with it, two threads were no faster than one.
      atomics: 'disabled',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB_MAX },
    });
  }

  /**
   * @throws {StoreUnavailable} when the disk is full or failing, another program holds the lock for more than 5 s, or
   *   the threads are stopping.
   * @throws {PageExpired}
   * @throws {BackupFailed}
   */
  async run<Name extends ActionName>(name: Name, ...args: Arguments<Name>): Promise<Result<Name>> {
    if (this.#closing) throw new StoreUnavailable('the store is closing');
    const running = this.#pool.run({ name, args });
    this.#underWay.add(running);
    const outcome = await running.finally(() => this.#underWay.delete(running));
    if (outcome.ok) return outcome.result as Result<Name>;
    throw toError(outcome);
  }

  /** Finishes the tasks it has, then ends the threads. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.allSettled(this.#underWay);
    await this.#pool.destroy();
  }
}

function toError({ name, code, message }: Extract<Outcome, { ok: false }>): Error {
  if (name === 'PageExpired') return new PageExpired(message);
  if (name === 'BackupFailed') return new BackupFailed(message);
  return isTemporary(code) ? new StoreUnavailable(message) : Object.assign(new Error(message), { name, code });
}

/** SQLite's result codes that speak of the surroundings, not of the statement: https://sqlite.org/rescode.html */
const TEMPORARY = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM)/;

export function isTemporary(code: string | undefined): boolean {
  return code !== undefined && TEMPORARY.test(code);
}
