/** Runs an action that another thread can stop. When the signal aborts, rejects with its reason as soon as the action has failed. */
export async function stoppable<Result>(
  signal: AbortSignal,
  run: (stop: Int32Array) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const tell = () => Atomics.store(stop, 0, 1);
  signal.addEventListener('abort', tell, { once: true });
  try {
    const result = await run(stop);
    // It may have been ready before the thread saw the stop.
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', tell);
  }
}
