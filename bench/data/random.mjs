const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Pseudo-random numbers, the same in every run (mulberry32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed;
  }

  /** A whole number from 0 up to, but not including, `end`. */
  below(end) {
    return Math.floor((this.#next() / 2 ** 32) * end);
  }

  /** A ULID of the given time, in milliseconds since 1970. */
  ulid(at) {
    return digits(at, 10) + digits(this.#next(), 6) + digits(this.#next(), 6) + digits(this.#next(), 4);
  }

  #next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

/** The last `length` digits of a number in base 32. */
function digits(number, length) {
  let text = '';
  for (let rest = number; text.length < length; rest = Math.floor(rest / 32)) text = DIGITS[rest % 32] + text;
  return text;
}
