/** The arguments that conversions and visits share. */
export interface Selection<Expand extends boolean = boolean> {
  /** Any number of ids. A whole number is converted to its decimal string; those above 2^53-1 must be strings. */
  readonly sessionIds: readonly (string | number)[];
  /** Inclusive. A text without an offset is read in the project's time zone: `2026-01-01`, `2026-01-01 00:00:00`. */
  readonly startDate?: string | Date | undefined;
  /** Inclusive: the whole of the given day, second or millisecond. */
  readonly endDate?: string | Date | undefined;
  /** Returns objects instead of strings and numbers. Default: false. */
  readonly expand?: Expand | undefined;
}

export interface ListOptions<Key extends 'list' | 'count' = 'list' | 'count'> {
  /** The entries themselves, or their number in each session. Default: list. */
  readonly key?: Key | undefined;
}

export interface PageOptions {
  /** Maximum entries per page, from 1 to 10,000, which is the default. A page may have fewer even if it is not the last. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the previous page, with all other arguments unchanged. */
  readonly cursor?: string | null | undefined;
}

/** An id, or the whole entry with `expand`. */
export type Entry<Whole, Expand extends boolean> = Expand extends true ? Whole : string;

/** The type of a list, depending on `key` and `expand`. */
export type List<Whole, Count, Key extends 'list' | 'count', Expand extends boolean> = Key extends 'count'
  ? Expand extends true
    ? Count[]
    : number[]
  : Expand extends true
    ? Whole[]
    : string[];

export interface Page<Whole, Expand extends boolean> {
  readonly entries: readonly Entry<Whole, Expand>[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** A period in the API's format. */
export function periodOf({ startDate, endDate }: Pick<Selection, 'startDate' | 'endDate'>) {
  return {
    ...(startDate !== undefined && { start_date: toText(startDate) }),
    ...(endDate !== undefined && { end_date: toText(endDate) }),
  };
}

function toText(date: string | Date): string {
  return typeof date === 'string' ? date : date.toISOString();
}
