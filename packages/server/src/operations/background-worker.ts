import type { FastifyBaseLogger } from 'fastify';

/** Background work that is done in small steps. */
export interface BackgroundWork {
  /** Its name in the log, such as "work on goals". */
  readonly name: string;
  /** How often to check whether there is something to do, in ms. */
  readonly lookEveryMs: number;
  /** Does one step; false when nothing is left to do. */
  step(): Promise<boolean>;
}

/** Runs background work whenever there is some, until it is stopped. */
export class BackgroundWorker {
  readonly #work: BackgroundWork;
  readonly #log: FastifyBaseLogger;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(work: BackgroundWork, log: FastifyBaseLogger) {
    this.#work = work;
    this.#log = log;
  }

  /** Starts now instead of at the next check. */
  start(): void {
    if (this.#stopped || this.#working) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#working = this.#doSteps().finally(() => {
      this.#working = null;
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), this.#work.lookEveryMs).unref();
    });
  }

  /** Resolves when the current step, if any, is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#working;
  }

  async #doSteps(): Promise<void> {
    try {
      while (!this.#stopped && (await this.#work.step()));
    } catch (error) {
      this.#log.warn({ err: error }, `${this.#work.name} was interrupted; it continues in a moment`);
    }
  }
}
