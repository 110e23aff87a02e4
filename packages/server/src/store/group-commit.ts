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

/** Events of several callers that share one commit, at the most. */
const EVENTS_PER_COMMIT_MAX = 5000;

/** So many have to wait before a commit is handed over ahead: small ones would cost a flush each. Measured with 16 and 64. */
const CALLERS_AHEAD_MIN = 8;

/** Answers the first of the requests, at least one; the others are to be made again. */
type Commit = (requests: RecordRequest[]) => Promise<(Recorded[] | null)[]>;

interface Waiting {
  readonly request: RecordRequest;
  readonly resolve: (recorded: Recorded[] | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets callers who come while a commit is being flushed to the disk share the next one: the wait for the disk is what
 * a small write costs, and it costs the same for many. Those who come while promises go on that were settled together share
 * one as well.
 */
export class GroupCommit {
  readonly #commit: Commit;
  readonly #concurrency: number;
  #waiting: Waiting[] = [];
  readonly #running = new Set<Promise<void>>();
  #callersInCommits = 0;
  #isDue = false;

  /**
   * `concurrency`: commits handed over before one is answered; 2 keeps a writer busy who would otherwise wait for this thread
   * to hear that he is done. A writer of more than 1 has to take them in order.
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
      // Not at the end of the turn: in the meantime the next requests would be parsed, and the writer has nothing to do.
      process.nextTick(() => {
        this.#isDue = false;
        this.#begin();
      });
    });
  }

  /** Resolves when all that was accepted has been answered. */
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
   * Callers who are answered together come back together. Were all of them in one group, this thread would have nothing to
   * do while the writer works on it, and the writer nothing while they are answered; so each commit gets its share of them.
   */
  #callersMax(): number {
    const callers = this.#waiting.length + this.#callersInCommits;
    return callers < this.#concurrency * CALLERS_AHEAD_MIN ? callers : Math.ceil(callers / this.#concurrency);
  }
}
