import type { Event } from '../model/event.js';
import type { ProjectId } from '../model/ids.js';
import { FairQueue } from './fair-queue.js';
import type { MatchProgress } from './goals/timed-matching.js';
import type { Recorded, RecordOptions, SessionFactsById } from './store.js';

/** One caller's events. */
export interface RecordRequest {
  readonly projectId: ProjectId;
  readonly events: readonly Event[];
  readonly facts?: SessionFactsById | undefined;
  readonly options?: RecordOptions | undefined;
  /** How far an earlier commit has matched the first event. */
  readonly progress?: MatchProgress | null;
}

/** What a commit has done for one caller. */
export interface RecordAnswer {
  /** One per event, in order. The events after them are committed later. */
  readonly recorded: readonly Recorded[];
  /** How far the event after them has been matched. */
  readonly progress: MatchProgress | null;
}

/** Events of one commit, unless a single caller has more. */
const EVENTS_PER_COMMIT_MAX = 5000;

/**
 * A commit is handed over ahead only when at least this many callers wait, because each small commit would cost a
 * flush. Measured with 16 and 64 callers.
 */
const CALLERS_AHEAD_MIN = 8;

/**
 * Returns one answer per request, in order; null when the project does not exist. Does a part of each project's events
 * at least: the first one, or the matching of it with one more goal.
 */
type Commit = (requests: RecordRequest[]) => Promise<(RecordAnswer | null)[]>;

interface Waiting {
  /** Its events are those that are not committed yet. */
  readonly request: RecordRequest;
  /** Of the caller's events that are committed. */
  readonly recorded: readonly Recorded[];
  readonly resolve: (recorded: Recorded[] | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Callers that arrive while a commit is being flushed to disk share the next one: a small write mostly waits for the
 * disk, and a shared wait costs the same. Callers that arrive while promises settled together are resumed share one as
 * well. Projects take turns: however many callers' events of one project wait, the others' are in the next commit.
 */
export class GroupCommit {
  readonly #commit: Commit;
  readonly #concurrency: number;
  readonly #waiting = new FairQueue<ProjectId, Waiting>();
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
      this.#waiting.add(request.projectId, { request, recorded: [], resolve, reject });
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
    while (this.#waiting.size > 0 || this.#running.size > 0) {
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
    const { size } = this.#waiting;
    if (this.#running.size === 0) return size > 0;
    return this.#running.size < this.#concurrency && size >= CALLERS_AHEAD_MIN;
  }

  async #commitGroup(group: Waiting[]): Promise<void> {
    const callers = group.length;
    this.#callersInCommits += callers;
    try {
      const answers = await this.#commit(group.map(({ request }) => request));
      for (const [index, waiting] of [...group.entries()].reverse()) this.#answer(waiting, answers[index]!);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#callersInCommits -= callers;
    }
  }

  /** Called for the last caller first, so that those with events left wait in the same order again. */
  #answer(waiting: Waiting, answer: RecordAnswer | null): void {
    const { request, resolve } = waiting;
    const recorded = answer && waiting.recorded.concat(answer.recorded);
    if (recorded === null || answer!.recorded.length === request.events.length) {
      resolve(recorded);
      return;
    }
    const left = { ...request, events: request.events.slice(answer!.recorded.length), progress: answer!.progress };
    this.#waiting.putBack(request.projectId, { ...waiting, request: left, recorded });
  }

  #takeGroup(): Waiting[] {
    const callersMax = this.#callersMax();
    const group: Waiting[] = [];
    let events = 0;
    for (let { next } = this.#waiting; next && group.length < callersMax; { next } = this.#waiting) {
      events += next.request.events.length;
      if (group.length > 0 && events > EVENTS_PER_COMMIT_MAX) break;
      group.push(next);
      this.#waiting.take();
    }
    return group;
  }

  /**
   * Callers that are answered together return together. If one commit took all of them, this thread would be idle
   * during the commit, and the writer while they are answered. So each concurrent commit gets its share.
   */
  #callersMax(): number {
    const callers = this.#waiting.size + this.#callersInCommits;
    return callers < this.#concurrency * CALLERS_AHEAD_MIN ? callers : Math.ceil(callers / this.#concurrency);
  }
}
