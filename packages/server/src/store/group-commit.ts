import type { Event } from '../collect/event.js';
import type { ProjectId } from '../ids.js';
import type { Recorded, SessionFactsById } from './store.js';

/** One caller's events. */
export interface RecordRequest {
  readonly projectId: ProjectId;
  readonly events: readonly Event[];
  readonly facts?: SessionFactsById | undefined;
}

/** Events of several callers that share one commit, at the most. */
const EVENTS_PER_COMMIT_MAX = 5000;

/** Answers the first of the requests, at least one; the others are to be made again. */
type Commit = (requests: RecordRequest[]) => Promise<(Recorded[] | null)[]>;

interface Waiting {
  readonly request: RecordRequest;
  readonly resolve: (recorded: Recorded[] | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets callers who come while a commit is being flushed to the disk share the next one: the wait for the disk is what
 * a small write costs, and it costs the same for many.
 */
export class GroupCommit {
  readonly #commit: Commit;
  #waiting: Waiting[] = [];
  /** Settles when nothing is waiting any more; null while nothing is under way. */
  #committing: Promise<void> | null = null;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  record(request: RecordRequest): Promise<Recorded[] | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#committing ??= this.#commitWaiting();
    });
  }

  /** Resolves when all that was accepted has been answered. */
  async drained(): Promise<void> {
    await this.#committing;
  }

  async #commitWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        const answers = await this.#commit(group.map(({ request }) => request));
        this.#waiting.unshift(...group.splice(answers.length));
        for (const [index, { resolve }] of group.entries()) resolve(answers[index]!);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#committing = null;
  }

  #takeGroup(): Waiting[] {
    let events = 0;
    let size = 0;
    for (const waiting of this.#waiting) {
      events += waiting.request.events.length;
      if (size > 0 && events > EVENTS_PER_COMMIT_MAX) break;
      size++;
    }
    return this.#waiting.splice(0, size);
  }
}
