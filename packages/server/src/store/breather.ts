import { setImmediate } from 'node:timers/promises';

/** How long a loop may run before it yields, in ms. */
const TURN_MS_MAX = 5;

/** The next turn of all loops. */
let turn: Promise<void> = Promise.resolve();

/**
 * For long loops: yields to the event loop when the current turn has taken long enough. In each of its rounds one loop has
 * a turn, however many there are.
 */
export class Breather {
  readonly #unwatched: number;
  #sinceLook = 0;
  #began = performance.now();

  /** `unwatched`: work between two looks at the clock, in the unit of `pause`. Default: a look at each call. */
  constructor(unwatched = 0) {
    this.#unwatched = unwatched;
  }

  /** Call it before each piece of work. Null while there is no need to yield. */
  pause(work = 1): Promise<void> | null {
    this.#sinceLook += work;
    if (this.#sinceLook < this.#unwatched) return null;
    this.#sinceLook = 0;
    return performance.now() - this.#began < TURN_MS_MAX ? null : this.#letOthersPast();
  }

  async #letOthersPast(): Promise<void> {
    turn = turn.then(() => setImmediate());
    await turn;
    this.#began = performance.now();
  }
}
