import { setImmediate } from 'node:timers/promises';

/** How long a loop may run before it yields, in ms. */
const TURN_MS_MAX = 10;

/** For long loops: yields to the event loop when the current turn has taken long enough. */
export class Breather {
  readonly #unwatched: number;
  #rounds = 0;
  #began = performance.now();

  /** `unwatched`: rounds of the loop between two looks at the clock, for rounds that take less time than one. */
  constructor(unwatched = 1) {
    this.#unwatched = unwatched;
  }

  /** Null while there is no need to yield. */
  pause(): Promise<void> | null {
    if (++this.#rounds % this.#unwatched !== 0 || performance.now() - this.#began < TURN_MS_MAX) return null;
    return this.#letOthersPast();
  }

  async #letOthersPast(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
