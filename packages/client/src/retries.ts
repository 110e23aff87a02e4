import { GoalpostError } from './errors.js';

/**
 * When a request may be retried. `always`: even if it may have arrived, because it is idempotent. `if_refused`: only if the
 * server did nothing. `never`: its body cannot be sent again.
 */
export type Resend = 'always' | 'if_refused' | 'never';

/** Longest wait before a retry. If the server asks for more, the call fails at once. */
export const WAIT_MS_MAX = 60_000;

/** Milliseconds to wait before a retry; null when the request must not be retried. */
export function retryWaitMs(error: unknown, resend: Resend, retriesDone: number): number | null {
  if (!(error instanceof GoalpostError) || !mayRetry(error, resend)) return null;
  const retryAfter = 'retryAfter' in error ? error.retryAfter : null;
  if (retryAfter === null) return backoffMs(retriesDone);
  return retryAfter * 1000 <= WAIT_MS_MAX ? retryAfter * 1000 + Math.random() * JITTER_MS : null;
}

function mayRetry(error: GoalpostError, resend: Resend): boolean {
  if (resend === 'never') return false;
  if (error.kind === 'rate_limited') return true;
  // 502 and 504 come from a proxy, which may have passed the request on.
  if (error.kind === 'unavailable') return error.status === 503 || resend === 'always';
  return error.kind === 'network' && resend === 'always';
}

/** Maximum random delay, so that clients that were refused together do not retry together. */
const JITTER_MS = 500;

/** 250 ms, doubled with each retry up to 8 s, times a random factor from 0.5 to 1. */
function backoffMs(retriesDone: number): number {
  return Math.min(250 * 2 ** retriesDone, 8000) * (0.5 + Math.random() / 2);
}
