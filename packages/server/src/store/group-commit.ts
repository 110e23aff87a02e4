import type { Event } from '../model/event.js';
import type { ProjectId } from '../model/ids.js';
import type { Recorded, RecordOptions, SessionFactsById } from './contract/events.js';
import { FairQueue } from './fair-queue.js';
import type { MatchProgress } from './goals/timed-matching.js';
import { EVENTS_PER_COMMIT_MAX, Pace } from './pace.js';

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

/** A caller in a commit, with the events that the commit is handed. */
interface Taken {
  readonly waiting: Waiting;
  readonly sent: readonly Event[];
}

/**
 * Callers that arrive while a commit is being flushed to disk share the next one: a small write mostly waits for the
 * disk, and a shared wait costs the same. Callers that arrive while promises settled together are resumed share one as
 * well. Projects take turns: however many callers' events of one project wait, the others' are in the next commit.
 */
export class GroupCommit {
  readonly #commit: Commit;
  readonly #concurrency: number;
  readonly #gatherMs: number;
  readonly #waiting = new FairQueue<ProjectId, Waiting>();
  readonly #pace = new Pace<ProjectId>();
  readonly #running = new Set<Promise<void>>();
  #callersInCommits = 0;
  #isDue = false;

  /**
   * `concurrency`: commits handed over before one is answered. With 2, the writer stays busy while this thread learns
   * of a finished commit; the writer must then process commits in order. `gatherMs`: how long a commit waits for more callers
   * before it begins, in ms. It pays where a small commit costs as much as a large one.
   */
  constructor(
    commit: Commit,
    { concurrency, gatherMs = 0 }: { readonly concurrency: 1 | 2; readonly gatherMs?: number },
  ) {
    this.#commit = commit;
    this.#concurrency = concurrency;
    this.#gatherMs = gatherMs;
  }

  record(request: RecordRequest): Promise<Recorded[] | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(request.projectId, { request, recorded: [], resolve, reject });
      this.#beginSoon();
    });
  }

  /** Resolves when all accepted requests have been answered. */
  async drained(): Promise<void> {
    while (this.#waiting.size > 0 || this.#running.size > 0) {
      this.#begin();
      await Promise.race(this.#running);
    }
  }

  #beginSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const begin = () => {
      this.#isDue = false;
      this.#begin();
    };
    if (this.#gatherMs > 0) setTimeout(begin, this.#gatherMs);
    // Not `setImmediate`: the next requests would be parsed first, while the writer is idle.
    else process.nextTick(begin);
  }

  #begin(): void {
    while (this.#mayBegin()) {
      const committed = this.#commitGroup(this.#takeGroup()).finally(() => {
        this.#running.delete(committed);
        if (this.#gatherMs > 0) this.#beginSoon();
        else this.#begin();
      });
      this.#running.add(committed);
    }
  }

  #mayBegin(): boolean {
    const { size } = this.#waiting;
    if (this.#running.size === 0) return size > 0;
    return this.#running.size < this.#concurrency && size >= CALLERS_AHEAD_MIN;
  }

  async #commitGroup(group: Taken[]): Promise<void> {
    const callers = group.length;
    this.#callersInCommits += callers;
    try {
      const answers = await this.#commit(group.map(({ waiting, sent }) => ({ ...waiting.request, events: sent })));
      this.#notePace(group, answers);
      // The last caller first, so that those with events left wait in the same order again.
      for (const [index, { waiting }] of [...group.entries()].reverse()) this.#answer(waiting, answers[index]!);
    } catch (error) {
      for (const { waiting } of group) waiting.reject(error);
    } finally {
      this.#callersInCommits -= callers;
    }
  }

  #answer(waiting: Waiting, answer: RecordAnswer | null): void {
    const { request, resolve } = waiting;
    if (answer === null) {
      resolve(null);
      return;
    }
    const recorded = waiting.recorded.concat(answer.recorded);
    const events = request.events.slice(answer.recorded.length);
    if (events.length === 0) resolve(recorded);
    else {
      const left = { ...request, events, progress: answer.progress };
      this.#waiting.putBack(request.projectId, { ...waiting, request: left, recorded });
    }
  }

  #notePace(group: readonly Taken[], answers: readonly (RecordAnswer | null)[]): void {
    const sums = new Map<ProjectId, { sent: number; done: number }>();
    for (const [index, { waiting, sent }] of group.entries()) {
      const { projectId } = waiting.request;
      const sum = sums.get(projectId) ?? { sent: 0, done: 0 };
      sum.sent += sent.length;
      sum.done += answers[index]?.recorded.length ?? sent.length;
      sums.set(projectId, sum);
    }
    for (const [projectId, { sent, done }] of sums) this.#pace.note(projectId, sent, done);
  }

  /** Events of a slow project have a commit of their own, so that others do not wait until it ends. */
  #takeGroup(): Taken[] {
    const callersMax = this.#callersMax();
    const group: Taken[] = [];
    let slow: ProjectId | null = null;
    let eventsLeft = EVENTS_PER_COMMIT_MAX;
    const mayHaveTurn = (projectId: ProjectId) =>
      group.length === 0 || (slow === null ? !this.#pace.isSlow(projectId) : slow === projectId);
    while (group.length < callersMax && eventsLeft > 0) {
      const waiting = this.#waiting.take(mayHaveTurn);
      if (!waiting) break;
      const { projectId, events } = waiting.request;
      if (this.#pace.isSlow(projectId) && slow === null) {
        slow = projectId;
        eventsLeft = this.#pace.of(projectId);
      }
      const sent = events.slice(0, eventsLeft);
      eventsLeft -= sent.length;
      group.push({ waiting, sent });
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
