import type { FastifyBaseLogger } from 'fastify';
import type { GoalStore } from '../store/store.js';

/** How often it is looked whether somebody else (the command line) left work, or work has come due. */
const LOOK_EVERY_MS = 1000;

/** Does what goals leave to be done in the background: matching stored history, clearing away what was replaced. */
export class GoalWorker {
  readonly #goals: GoalStore;
  readonly #log: FastifyBaseLogger;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(goals: GoalStore, log: FastifyBaseLogger) {
    this.#goals = goals;
    this.#log = log;
  }

  /** Begins at once rather than when next due; called when goals have changed. */
  start(): void {
    if (this.#stopped || this.#working) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#working = this.#work().finally(() => {
      this.#working = null;
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), LOOK_EVERY_MS).unref();
    });
  }

  /** Resolves when the step under way, if any, is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      while (!this.#stopped && (await this.#goals.work()));
    } catch (error) {
      this.#log.warn({ err: error }, 'work on goals was broken off; it goes on in a moment');
    }
  }
}
