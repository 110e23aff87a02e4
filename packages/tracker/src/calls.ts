import type { Details } from './custom-events.js';
import type { SessionListener } from './session.js';

/** `goalpost('purchase', { value: '49.00' })`, or `goalpost((sessionId) => { … })`. */
export type Call = [subject: string | SessionListener, details?: Details | null];

/**
 * The function that pages call. A page may define it before this script loads (the snippet in docs/tracker.md), and its
 * calls then wait in `q`. Later only `q` is replaced, never the function, so references to it keep working.
 */
export interface Goalpost {
  (...call: Call): void;
  q?: { push(call: Call): unknown };
}

// biome-ignore lint/suspicious/noAssignInExpressions: saves 20 bytes
const goalpost = (window.goalpost ||= (...call) => goalpost.q!.push(call));

// biome-ignore lint/suspicious/noAssignInExpressions: saves bytes too
const waiting = (goalpost.q ||= []);

export function isTrackerLoaded(): boolean {
  return !(waiting as unknown[]).map;
}

/** Passes the queued calls to `handle` in order, then each new one. */
export function handleCalls(handle: (call: Call) => void): void {
  goalpost.q = { push: handle };
  (waiting as Call[]).forEach(handle);
}
