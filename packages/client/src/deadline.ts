import { abortedBy, GoalpostError } from './errors.js';

interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs work until it ends, the caller aborts it, the time is up, or the work itself aborts `giveUp`; in the last three
 * cases this rejects with the reason. Finally aborts `giveUp`, so that everything listening to its signal stops.
 */
export async function withinDeadline<T>(limits: Limits, work: (giveUp: AbortController) => Promise<T>): Promise<T> {
  const { timeoutMs, signal } = limits;
  const { giveUp, stop } = whileAborting(signal);
  const onTimeout = () =>
    giveUp.abort(new GoalpostError({ kind: 'timeout' }, `No complete answer arrived within ${timeoutMs} ms.`));
  const timer = timeoutMs <= TIMER_MS_MAX ? setTimeout(onTimeout, timeoutMs) : undefined;
  try {
    return await work(giveUp);
  } catch (error) {
    throw giveUp.signal.aborted ? giveUp.signal.reason : error;
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/**
 * A controller that aborts when the caller's signal does, with an error of this client. `stop` aborts it too, and lets go of
 * the caller's signal. @throws GoalpostError when the caller's signal is aborted already.
 */
export function whileAborting(signal: AbortSignal | undefined): { giveUp: AbortController; stop: () => void } {
  if (signal?.aborted) throw abortedBy(signal);
  const giveUp = new AbortController();
  const onAbort = () => giveUp.abort(signal && abortedBy(signal));
  signal?.addEventListener('abort', onAbort);
  const stop = () => {
    signal?.removeEventListener('abort', onAbort);
    giveUp.abort();
  };
  return { giveUp, stop };
}

/** Longer timers fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Waits, and rejects as soon as the signal is aborted. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortedBy(signal));
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal && abortedBy(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
