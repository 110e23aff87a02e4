/**
 * Rows asked for at a time: the first of these that holds a page and one row more. They stand in the text, because
 * SQLite compiles a statement anew each time a bound LIMIT is given a value (45 us, more than the read itself). Answers
 * that are streamed are read in pages of 5000.
 */
const ROW_LIMITS = [101, 1001, 5001, 10_001];

/** @throws {RangeError} when no page may be so long. */
export function rowLimitFor(limit: number): number {
  const rowLimit = ROW_LIMITS.find((rows) => rows > limit);
  if (rowLimit === undefined)
    throw new RangeError(`a page has at most ${ROW_LIMITS.at(-1)! - 1} entries, not ${limit}`);
  return rowLimit;
}
