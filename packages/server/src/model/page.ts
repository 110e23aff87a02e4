/**
 * Where the next page starts: after (time, id). `snapshot` records which goal versions the first page was read from, so
 * that pages never mix two versions of a goal. Only the store that made it can read it.
 */
export interface PageStart {
  readonly occurredAt: number;
  readonly id: string;
  readonly snapshot: string;
}

/** Maximum number of entries per page. */
export const PAGE_LIMIT_MAX = 10_000;

export interface PageRequest {
  /** From 1 to `PAGE_LIMIT_MAX`. */
  readonly limit: number;
  readonly after: PageStart | null;
}
