import type { Event } from '../model/event.js';
import type { ProjectId } from '../model/ids.js';
import type { Recorded, RecordOptions, SessionFactsById } from './store.js';

/** One caller's events. */
export interface RecordRequest {
  readonly projectId: ProjectId;
  readonly events: readonly Event[];
  readonly facts?: SessionFactsById | undefined;
  readonly options?: RecordOptions | undefined;
}

/** Events of one commit, unless a single caller has more. */
const EVENTS_PER_COMMIT_MAX = 5000;

/**
 * A commit is handed over ahead only when at least this many callers wait, because each small commit would cost a
 * flush. Measured with 16 and 64 callers.
 */
const CALLERS_AHEAD_MIN = 8;

/** Answers the first requests, at least one; the remaining ones are committed again later. */
type Commit = (requests: RecordRequest[]) => Promise<(Recorded[] | null)[]>;

interface Waiting {
  readonly request: RecordRequest;
  readonly resolve: (recorded: Recorded[] | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Callers that arrive while a commit is being flushed to disk share the next one: a small write mostly waits for the
 * disk, and a shared wait costs the same. Callers that arrive while promises settled together are resumed share one as
 * well.
 */
export class GroupCommit {
  readonly #commit: Commit;
  readonly #concurrency: number;
  #waiting: Waiting[] = [];
  readonly #running = new Set<Promise<void>>();
  #callersInCommits = 0;
  #isDue = false;

  /**
   * `concurrency`: commits handed over before one is answered. With 2, the writer stays busy while this thread learns
   * of a finished commit; the writer must then process commits in order.
   */
  constructor(commit: Commit, { concurrency }: { readonly concurrency: 1 | 2 }) {
    this.#commit = commit;
    this.#concurrency = concurrency;
  }

  record(request: RecordRequest): Promise<Recorded[] | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#isDue) return;
      this.#isDue = true;
      // Not `setImmediate`: the next requests would be parsed first, while the writer is idle.
      process.nextTick(() => {
        this.#isDue = false;
        this.#begin();
      });
    });
  }

  /** Resolves when all accepted requests have been answered. */
  async drained(): Promise<void> {
    while (this.#waiting.length > 0 || this.#running.size > 0) {
      this.#begin();
      await Promise.race(this.#running);
    }
  }

  #begin(): void {
    while (this.#mayBegin()) {
      const committed = this.#commitGroup(this.#takeGroup()).finally(() => {
        this.#running.delete(committed);
        this.#begin();
      });
      this.#running.add(committed);
    }
  }

  #mayBegin(): boolean {
    const { length } = this.#waiting;
    if (this.#running.size === 0) return length > 0;
    return this.#running.size < this.#concurrency && length >= CALLERS_AHEAD_MIN;
  }

  async #commitGroup(group: Waiting[]): Promise<void> {
    const callers = group.length;
    this.#callersInCommits += callers;
    try {
      const answers = await this.#commit(group.map(({ request }) => request));
      this.#waiting.unshift(...group.splice(answers.length));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index]!);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#callersInCommits -= callers;
    }
  }

  #takeGroup(): Waiting[] {
    const callersMax = this.#callersMax();
    let events = 0;
    let size = 0;
    for (const waiting of this.#waiting) {
      events += waiting.request.events.length;
      if (size === callersMax || (size > 0 && events > EVENTS_PER_COMMIT_MAX)) break;
      size++;
    }
    return this.#waiting.splice(0, size);
  }

  /**
   * Callers that are answered together return together. If one commit took all of them, this thread would be idle
   * during the commit, and the writer while they are answered. So each concurrent commit gets its share.
   */
  #callersMax(): number {
    const callers = this.#waiting.length + this.#callersInCommits;
    return callers < this.#concurrency * CALLERS_AHEAD_MIN ? callers : Math.ceil(callers / this.#concurrency);
  }
}
