/** Runs `work` with a signal that Ctrl-C, or the system when it stops programs, gives: what is under way may end well. */
export async function untilStopped<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work(stopped.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
