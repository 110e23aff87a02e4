/**
 * Row limits in SQL: the first one that exceeds the page's limit is used. They are literals in the SQL, because SQLite
 * recompiles a statement whenever a bound LIMIT gets a value (45 us, more than the read itself). Streamed answers are
 * read in pages of 5000.
 */
const ROW_LIMITS = [101, 1001, 5001, 10_001];

/** @throws {RangeError} when the limit exceeds the longest page. */
export function rowLimitFor(limit: number): number {
  const rowLimit = ROW_LIMITS.find((rows) => rows > limit);
  if (rowLimit === undefined)
    throw new RangeError(`a page has at most ${ROW_LIMITS.at(-1)! - 1} entries, not ${limit}`);
  return rowLimit;
}
