import { setImmediate } from 'node:timers/promises';

/** Lines of a chunk that are read without a look at the clock. */
const UNWATCHED = 64;
/** How long a loop may keep everybody else waiting, in ms. */
const TURN_MS_MAX = 10;

/** For a loop that may go round often: lets others have a turn of the event loop when its own has taken long enough. */
export class Breather {
  #rounds = 0;
  #began = performance.now();

  /** Null while nobody has to be let past. */
  pause(): Promise<void> | null {
    if (++this.#rounds % UNWATCHED !== 0 || performance.now() - this.#began < TURN_MS_MAX) return null;
    return this.#letOthersPast();
  }

  async #letOthersPast(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
