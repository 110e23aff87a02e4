import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, vi } from 'vitest';

/** A fake clock for client and server. It stands still while requests are in progress. */
export interface Clock {
  /** Clients must use this `fetch`, which counts the requests in progress. */
  readonly fetch: typeof fetch;
  /** Waits for the calls, and skips the time that they wait. */
  settle<T>(calls: Promise<T>): Promise<T>;
}

/** Installs the clock before each test of the file. */
export function useClock(): Clock {
  let inProgress = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  return {
    async fetch(...call) {
      inProgress++;
      try {
        const response = await fetch(...call);
        return new Response(await response.arrayBuffer(), response);
      } finally {
        inProgress--;
      }
    },
    async settle(calls) {
      const state = { settled: false };
      const end = () => {
        state.settled = true;
      };
      calls.then(end, end);
      while (!state.settled) {
        await setImmediate();
        await setImmediate();
        // Timers fire in order, so earlier timers of others come first.
        if (inProgress === 0 && !state.settled && vi.getTimerCount() > 0) vi.advanceTimersToNextTimer();
      }
      return calls;
    },
  };
}
