import type { ReportStore } from '../../store/store.js';
import type { Threads } from './threads.js';

/** Reports run on threads of their own, so that other reads never wait for one. */
export function reportStore(threads: Threads, writer: Threads, now: () => number): ReportStore {
  return {
    answer: async (question, signal) => {
      signal.throwIfAborted();
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const tell = () => Atomics.store(stop, 0, 1);
      signal.addEventListener('abort', tell, { once: true });
      try {
        const answer = await threads.run('answerReport', question, stop);
        // The answer may have been ready before the thread saw the stop.
        signal.throwIfAborted();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', tell);
      }
    },
    work: async () => {
      // On the thread that is always there: mostly there is nothing to do, and a thread for it would take 20 MB.
      const day = await writer.run('findDay', now());
      if (day === null) return false;
      const claim = await writer.run('claimDay', day);
      await writer.run('keepDay', day, claim, await threads.run('encodeDay', day));
      return true;
    },
    progress: () => writer.run('reportProgress', now()),
  };
}
