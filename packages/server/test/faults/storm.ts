import { seeded } from '../support/seeded.js';
import type { Fault } from './faults.js';
import { planOf } from './plan.js';
import { Timeline } from './timeline.js';

/** Faults that come and go until they are stopped. The same seed makes the same ones. */
export class Storm {
  readonly timeline = new Timeline();
  readonly #faults: ReadonlyMap<string, readonly Fault[]>;
  readonly #random: () => number;
  readonly #blowing: Promise<void>;
  #isOver = false;
  /** Ends when nobody needs a pause any more. */
  #pauses: Promise<unknown> = Promise.resolve();
  #current: Promise<void> = Promise.resolve();

  constructor(faults: ReadonlyMap<string, readonly Fault[]>, seed: number) {
    this.#faults = faults;
    this.#random = seeded(seed);
    this.#blowing = this.#blow();
  }

  /** Does something while nothing is broken. */
  calmly<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#current.then(work);
    this.#pauses = Promise.allSettled([this.#pauses, done]);
    return done;
  }

  /** Resolves when everything is repaired. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#blowing;
  }

  async #blow(): Promise<void> {
    while (!this.#isOver) {
      this.#current = this.timeline.run(planOf(this.#faults, this.#random));
      await this.#current;
      await this.#pauses;
    }
  }
}
