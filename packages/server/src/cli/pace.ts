/** How far back the pace is measured, in ms: work that was skipped quickly must not promise that the rest is quick. */
const MEASURED_MS = 60_000;

/** Estimates how long some work will take, from its pace in the last minute. */
export class Pace {
  readonly #whole: number;
  readonly #now: () => number;
  /** How much was done at which times, earliest first. */
  readonly #known: { readonly at: number; readonly done: number }[];

  /** `now` is a clock in ms. */
  constructor(whole: number, now: () => number) {
    this.#whole = whole;
    this.#now = now;
    this.#known = [{ at: now(), done: 0 }];
  }

  /** The remaining time in ms once so much is done; null as long as it cannot be estimated. */
  remaining(done: number): number | null {
    const at = this.#now();
    this.#known.push({ at, done });
    while (this.#known[1] && this.#known[1].at < at - MEASURED_MS) this.#known.shift();
    const [since] = this.#known;
    const [took, achieved] = [at - since!.at, done - since!.done];
    return achieved > 0 ? ((this.#whole - done) * took) / achieved : null;
  }
}

/** Such as "about 3 min left". */
export function remainingText(ms: number | null): string {
  if (ms === null) return 'remaining time unknown';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `about ${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `about ${minutes} min left` : `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
