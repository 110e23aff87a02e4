import { refuse } from '../http/errors.js';
import type { ProjectId } from '../model/ids.js';
import { FairQueue } from '../store/fair-queue.js';

/** Reports that are worked on at a time. */
export const REPORTS_MAX = 4;
/** Those of them of one project. */
export const REPORTS_PER_PROJECT_MAX = 2;
/** Reports that wait for their turn. */
export const REPORTS_WAITING_MAX = 50;

/** Lets a bounded number of reports run; others wait. Projects take turns. */
export class ReportTurns {
  readonly #waiting = new FairQueue<ProjectId, Waiting>();
  readonly #running = new Map<ProjectId, number>();
  /** Of those who wait: those who have left since. */
  #gone = 0;

  /**
   * Runs `work` when it is its turn. Throws an `ApiError` when too many wait already, and the signal's reason when it aborts
   * while waiting.
   */
  async run<Result>(projectId: ProjectId, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    if (this.#mayRun(projectId)) this.#count(projectId, 1);
    else if (this.#waiting.size - this.#gone < REPORTS_WAITING_MAX) await this.#turnOf(projectId, signal);
    else throw refuse.reportsWaiting();
    try {
      return await work();
    } finally {
      this.#count(projectId, -1);
      this.#beginNext();
    }
  }

  #turnOf(projectId: ProjectId, signal: AbortSignal): Promise<void> {
    return new Promise((begin, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const leave = () => {
        waiting.isGone = true;
        this.#gone++;
        reject(signal.reason);
      };
      const waiting: Waiting = {
        projectId,
        begin: () => {
          signal.removeEventListener('abort', leave);
          begin();
        },
        isGone: false,
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(projectId, waiting);
    });
  }

  #beginNext(): void {
    for (;;) {
      const next = this.#waiting.take((projectId) => this.#mayRun(projectId));
      if (!next) return;
      if (next.isGone) this.#gone--;
      else {
        this.#count(next.projectId, 1);
        next.begin();
      }
    }
  }

  #mayRun(projectId: ProjectId): boolean {
    const all = [...this.#running.values()].reduce((sum, count) => sum + count, 0);
    return all < REPORTS_MAX && (this.#running.get(projectId) ?? 0) < REPORTS_PER_PROJECT_MAX;
  }

  #count(projectId: ProjectId, by: 1 | -1): void {
    const count = (this.#running.get(projectId) ?? 0) + by;
    if (count === 0) this.#running.delete(projectId);
    else this.#running.set(projectId, count);
  }
}

interface Waiting {
  readonly projectId: ProjectId;
  begin(): void;
  isGone: boolean;
}
