import { setImmediate } from 'node:timers/promises';

/** Lines that are read between two looks at the clock. */
const UNWATCHED = 64;
/** How long a loop may run before it yields, in ms. */
const TURN_MS_MAX = 10;

/** For long loops: yields to the event loop when the current turn has taken long enough. */
export class Breather {
  #rounds = 0;
  #began = performance.now();

  /** Null while there is no need to yield. */
  pause(): Promise<void> | null {
    if (++this.#rounds % UNWATCHED !== 0 || performance.now() - this.#began < TURN_MS_MAX) return null;
    return this.#letOthersPast();
  }

  async #letOthersPast(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
