import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, vi } from 'vitest';

/** A clock in the place of the real one, for client and server alike. It stands still while requests are under way. */
export interface Clock {
  /** What clients must send with, so that it is known when they do. */
  readonly fetch: typeof fetch;
  /** Waits for the calls, and lets the time pass at once that they wait for. */
  settle<T>(calls: Promise<T>): Promise<T>;
}

/** Sets the clock up before each test of the file. */
export function useClock(): Clock {
  let underWay = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  return {
    async fetch(...call) {
      underWay++;
      try {
        const response = await fetch(...call);
        return new Response(await response.arrayBuffer(), response);
      } finally {
        underWay--;
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
        // What is waited for comes in its turn, after timers of others that come before it.
        if (underWay === 0 && !state.settled && vi.getTimerCount() > 0) vi.advanceTimersToNextTimer();
      }
      return calls;
    },
  };
}
