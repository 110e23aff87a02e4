import type { Details } from './custom-events.js';
import type { SessionListener } from './session.js';

/** `goalpost('purchase', { value: '49.00' })`, or `goalpost((sessionId) => { … })`. */
export type Call = [subject: string | SessionListener, details?: Details | null];

/**
 * The function pages call. A page may make it beforehand (the snippet in docs/tracker.md), and its calls then wait in
 * `q`. Later only `q` is exchanged, never the function, so a page that kept the function for itself is heard too.
 */
export interface Goalpost {
  (...call: Call): void;
  q?: { push(call: Call): unknown };
}

// biome-ignore lint/suspicious/noAssignInExpressions: said once, this is 20 bytes shorter
const goalpost = (window.goalpost ||= (...call) => goalpost.q!.push(call));

// biome-ignore lint/suspicious/noAssignInExpressions: as above
const waiting = (goalpost.q ||= []);

export function callsAreTaken(): boolean {
  return !Array.isArray(waiting);
}

/** Hands over the calls that wait, in order, then each as it is made. */
export function takeCalls(take: (call: Call) => void): void {
  goalpost.q = { push: take };
  (waiting as Call[]).forEach(take);
}
