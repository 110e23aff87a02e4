import { WAIT_MS_MAX } from './retries.js';

/** The server counts in windows of a minute, each of which begins with its first request. */
const WINDOW_MS = 60_000;

/** Keeps one client within the rate limit of its token, based on the headers of each answer. */
export class Pace {
  #windowEndsAt = 0;
  #nextRequestAt = 0;

  /** Milliseconds to wait before the next request, as far as is known; 0 for none. */
  waitMs(): number {
    return Math.max(0, this.#nextRequestAt - Date.now());
  }

  /** Reads the state of the window from an answer. Its end is known if this client began it, otherwise only after a refusal. */
  update({ status, headers }: Response, retryAfter: number | null): void {
    const limit = integer(headers.get('x-ratelimit-limit'));
    const remaining = integer(headers.get('x-ratelimit-remaining'));
    if (status === 429) {
      const waitMs = (retryAfter ?? 0) * 1000;
      if (waitMs <= WAIT_MS_MAX) this.#nextRequestAt = Date.now() + waitMs;
      return;
    }
    if (limit === null || remaining === null) return;
    if (remaining === limit - 1) this.#windowEndsAt = Date.now() + WINDOW_MS;
    if (remaining === 0) this.#nextRequestAt = this.#windowEndsAt;
  }
}

function integer(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}
