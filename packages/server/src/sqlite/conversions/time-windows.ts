import type { PageRequest, PageStart } from '../../model/page.js';
import type { Period } from '../../model/period.js';
import type { Rows } from '../../store/within-budget.js';

/** How many times as wide as the page before was the windows are in which the next is looked for. */
const WIDER = [2, 16, 128];

type TimedRow = readonly [id: string, occurredAt: number, ...rest: unknown[]];

interface TimedPage<Row> {
  readonly rows: Row[];
  /** Where it ended and how much time it covered; null when it is the last. */
  readonly end: { readonly at: Pick<PageStart, 'id' | 'occurredAt'>; readonly spanMs: number } | null;
}

/** Reads a page of a list in order of time; `read` gives the rows of a period after `after`, up to one more than fits. */
export function pageInTime<Row extends TimedRow>(
  period: Period,
  { limit, after }: PageRequest,
  spanMs: number | null,
  read: (period: Period) => Rows<Row>,
): TimedPage<Row> {
  let page: Rows<Row> = { rows: [], isCut: false };
  for (const window of timeWindows(period, after?.occurredAt ?? null, spanMs)) {
    page = read(window);
    if (page.rows.length > limit || page.isCut) break;
  }
  const { rows, isCut } = page;
  if (rows.length <= limit && !isCut) return { rows, end: null };
  rows.length = Math.min(rows.length, limit);
  const [id, occurredAt] = rows.at(-1)!;
  const beganAt = after?.occurredAt ?? rows[0]![1];
  return { rows, end: { at: { id, occurredAt }, spanMs: Math.max(1, occurredAt - beganAt) } };
}

/** Null for what no page could have noted: page starts come back from clients. */
export function toSpan(text: string | undefined): number | null {
  const span = Number(text);
  return Number.isSafeInteger(span) && span > 0 ? span : null;
}

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
