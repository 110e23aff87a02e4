import type { Period } from '../store.js';

/** How many times as wide as the page before was the windows are in which the next is looked for. */
const WIDER = [2, 16, 128];

/**
 * Where to look for the next page of a list in order of time, the likeliest first: windows that begin at `from`, each
 * wider than the one before, and at last all that is left. A page that fills up in a narrow window spares a look at all
 * that comes after it, which for each page of a long list would take time that grows with the square of its length.
 * Without `spanMs`, the time that the page before covered, only all that is left.
 */
export function* timeWindows(period: Period, from: number | null, spanMs: number | null): Generator<Period> {
  const begin = from === null ? period.from : Math.max(from, period.from ?? from);
  const end = period.until ?? Number.POSITIVE_INFINITY;
  if (begin !== null && spanMs !== null) {
    for (const times of WIDER) {
      const until = begin + times * spanMs;
      if (until >= end) break;
      yield { from: begin, until };
    }
  }
  yield { from: begin, until: period.until };
}
