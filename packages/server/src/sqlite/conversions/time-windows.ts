import type { PageRequest, PageStart } from '../../model/page.js';
import type { Period } from '../../model/period.js';
import type { Rows } from '../../store/within-budget.js';

/** Widths of the windows searched for the next page, relative to the time that the previous page covered. */
const WIDER = [2, 16, 128];

type TimedRow = readonly [id: string, occurredAt: number, ...rest: unknown[]];

interface TimedPage<Row> {
  readonly rows: Row[];
  /** Where the page ended and how much time it covered; null for the last page. */
  readonly end: { readonly at: Pick<PageStart, 'id' | 'occurredAt'>; readonly spanMs: number } | null;
}

/**
 * Reads a page of a list ordered by time. `read` returns the rows of a period after `after`, up to one more than the
 * limit.
 */
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

/** Null for an invalid text: page starts come back from clients. */
export function toSpan(text: string | undefined): number | null {
  const span = Number(text);
  return Number.isSafeInteger(span) && span > 0 ? span : null;
}

/**
 * The periods to search for the next page of a list ordered by time, likeliest first: windows starting at `from`, each
 * wider than the last, and finally the whole rest. A page that fills up in a narrow window need not examine everything
 * after it; doing so for every page would take time quadratic in the length of the list. Without `spanMs`, the time
 * that the previous page covered, only the whole rest is returned.
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
