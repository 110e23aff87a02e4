import type { ReportStore } from '../../store/contract/reports.js';
import { stoppable } from './stoppable.js';
import type { Threads } from './threads.js';

/** Reports run on threads of their own, so that other reads never wait for one. */
export function reportStore(threads: Threads, writer: Threads, now: () => number): ReportStore {
  return {
    answer: (question, signal) => stoppable(signal, (stop) => threads.run('answerReport', question, stop)),
    work: async () => (await keepDay(threads, writer, now())) || (await keepWeek(threads, writer, now())),
    progress: () => writer.run('reportProgress', now()),
  };
}

// The thread that is always there looks for work: mostly there is none, and a thread for it would take 20 MB.

/** Keeps a day. Returns whether there was one to keep. */
async function keepDay(threads: Threads, writer: Threads, now: number): Promise<boolean> {
  const day = await writer.run('findDay', now);
  if (day === null) return false;
  const claim = await writer.run('claimDay', day);
  await writer.run('keepDay', day, claim, await threads.run('encodeDay', day));
  return true;
}

/** Keeps a week of which all days are kept. Returns whether there was one to keep. */
async function keepWeek(threads: Threads, writer: Threads, now: number): Promise<boolean> {
  const week = await writer.run('findWeek', now);
  if (week === null) return false;
  await writer.run('keepWeek', week, await threads.run('encodeWeek', week));
  return true;
}
