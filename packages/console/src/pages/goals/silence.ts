/** Conversions that would have come in the silent days at the rate before. With fewer, silence may be chance. */
const EXPECTED_MIN = 5;

export interface Silence {
  readonly days: number;
  /** Conversions that would have come at the rate of the days before. */
  readonly expected: number;
}

/**
 * Whether a goal has gone silent: it had conversions, and for some days none, which is no chance any more (at 5 expected
 * conversions, none come in 1 of 150 cases). `counts`: conversions of each day, the last of which is today.
 */
export function silenceOf(counts: readonly number[]): Silence | null {
  const last = counts.findLastIndex((count) => count > 0);
  // Today is not over.
  const days = counts.length - 2 - last;
  if (last < 0 || days < 1) return null;
  const first = counts.findIndex((count) => count > 0);
  const before = counts.slice(first, last + 1);
  const rate = before.reduce((sum, count) => sum + count, 0) / before.length;
  const expected = Math.round(rate * days);
  return expected >= EXPECTED_MIN ? { days, expected } : null;
}
