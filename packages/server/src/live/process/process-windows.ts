import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import LocalStore from '@fastify/rate-limit/store/LocalStore.js';

/** Rate-limit windows that each limit keeps at the same time; beyond that the least recently used is dropped. */
export const WINDOWS_MAX = 50_000;

/**
 * Rate-limit windows in the memory of this process. The library's store keeps 5,000 for a limit of its own, so that whoever guesses
 * in the names of many accounts would soon have the count of each forgotten.
 */
export class ProcessWindows extends LocalStore implements FastifyRateLimitStore {
  constructor() {
    super(false, false, WINDOWS_MAX);
  }

  override child(): FastifyRateLimitStore {
    return new ProcessWindows();
  }
}
