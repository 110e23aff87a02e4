/**
 * Where the next page starts: after (time, id). `snapshot` is the store's own note of which goal versions the first page was read from,
 * so that pages never mix two versions of a goal; only the store that made it understands it.
 */
export interface PageStart {
  readonly occurredAt: number;
  readonly id: string;
  readonly snapshot: string;
}

/** Entries of a page, at the most. */
export const PAGE_LIMIT_MAX = 10_000;

export interface PageRequest {
  /** From 1 to `PAGE_LIMIT_MAX`. */
  readonly limit: number;
  readonly after: PageStart | null;
}
