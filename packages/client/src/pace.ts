import { WAIT_MS_MAX } from './retries.js';

/** The server counts in fixed windows of a minute, which begin with their first request. */
const WINDOW_MS = 60_000;

/** Keeps the calls of one client to the rate limit of its token, by what each answer says of the window. */
export class Pace {
  #windowEndsAt = 0;
  #freeAt = 0;

  /** Milliseconds until a request would not be refused, as far as is known; 0 for at once. */
  waitMs(): number {
    return Math.max(0, this.#freeAt - Date.now());
  }

  /** Takes in what an answer says. The window's end is known when this client began it; otherwise a refusal tells. */
  note({ status, headers }: Response, retryAfter: number | null): void {
    const limit = integer(headers.get('x-ratelimit-limit'));
    const remaining = integer(headers.get('x-ratelimit-remaining'));
    if (status === 429) {
      const waitMs = (retryAfter ?? 0) * 1000;
      if (waitMs <= WAIT_MS_MAX) this.#freeAt = Date.now() + waitMs;
      return;
    }
    if (limit === null || remaining === null) return;
    if (remaining === limit - 1) this.#windowEndsAt = Date.now() + WINDOW_MS;
    if (remaining === 0) this.#freeAt = this.#windowEndsAt;
  }
}

function integer(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}
