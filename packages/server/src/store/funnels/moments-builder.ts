import type { Moments } from './chain.js';

interface Moment {
  readonly at: number;
  readonly id: string;
  bits: number;
}

/** Collects the moments of a session in any order. */
export class MomentsBuilder {
  readonly #byId = new Map<string, Moment>();

  /** Adds bits to those that the event has already. Event ids are ASCII. */
  add(at: number, id: string, bits: number): void {
    const known = this.#byId.get(id);
    if (known) known.bits |= bits;
    else this.#byId.set(id, { at, id, bits });
  }

  moments(): Moments {
    const sorted = [...this.#byId.values()].sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
    return { at: sorted.map(({ at }) => at), bits: sorted.map(({ bits }) => bits) };
  }
}
