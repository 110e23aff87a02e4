import type { Mask } from './choose.js';
import type { Codes } from './group-codes.js';

/** A number per group code, all 0 at first. */
export class Counts {
  #numbers = new Uint32Array(16);

  /** Adds 1 for each entry that the mask has. `below` is greater than all codes. */
  addEach(codes: Codes, mask: Mask, below: number): void {
    const numbers = this.upTo(below);
    for (let index = 0; index < mask.length; index++) numbers[codes[index]!]! += mask[index]!;
  }

  add(code: number, count: number): void {
    this.upTo(code + 1)[code]! += count;
  }

  /** The numbers, with room for the codes below a limit. Valid until the next call. */
  upTo(below: number): Uint32Array {
    if (below > this.#numbers.length) {
      const larger = new Uint32Array(below * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    return this.#numbers;
  }

  /** The codes whose number is not 0. */
  *entries(): Generator<[code: number, count: number], void> {
    for (const [code, count] of this.#numbers.entries()) if (count > 0) yield [code, count];
  }
}
