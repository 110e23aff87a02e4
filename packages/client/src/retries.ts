import { GoalpostError } from './errors.js';

/**
 * When a request may be sent again: also when nobody knows whether it arrived, because doing it twice is as good as once;
 * only when the server said that it did nothing; or never, because its body is gone.
 */
export type Resend = 'always' | 'if_refused' | 'never';

/** Longest wait that is worth it. A server that asks for more gives the caller its error at once. */
export const WAIT_MS_MAX = 60_000;

/** Milliseconds to wait before the request is sent again; null when it must not be. */
export function retryWaitMs(error: unknown, resend: Resend, retriesDone: number): number | null {
  if (!(error instanceof GoalpostError) || !mayResend(error, resend)) return null;
  const retryAfter = 'retryAfter' in error ? error.retryAfter : null;
  if (retryAfter === null) return backoffMs(retriesDone);
  return retryAfter * 1000 <= WAIT_MS_MAX ? retryAfter * 1000 + Math.random() * SPREAD_MS : null;
}

function mayResend(error: GoalpostError, resend: Resend): boolean {
  if (resend === 'never') return false;
  if (error.kind === 'rate_limited') return true;
  // 502 and 504 come from a proxy, which may have passed the request on.
  if (error.kind === 'unavailable') return error.status === 503 || resend === 'always';
  return error.kind === 'network' && resend === 'always';
}

/** Clients that were refused together do not come back together. */
const SPREAD_MS = 500;

/** 250 ms, doubled each time up to 8 s, and somewhere between half of that and all. */
function backoffMs(retriesDone: number): number {
  return Math.min(250 * 2 ** retriesDone, 8000) * (0.5 + Math.random() / 2);
}
