import type { ReportStore } from '../../store/contract/reports.js';
import { stoppable } from './stoppable.js';
import type { Threads } from './threads.js';

/** Reports run on threads of their own, so that other reads never wait for one. */
export function reportStore(threads: Threads, writer: Threads, now: () => number): ReportStore {
  return {
    answer: (question, signal) => stoppable(signal, (stop) => threads.run('answerReport', question, stop)),
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
