/** What conversions and visits are asked for by, alike. */
export interface Selection<Expand extends boolean = boolean> {
  /** Any number. A whole number is taken as its decimal string; those above 2^53-1 must be strings. */
  readonly sessionIds: readonly (string | number)[];
  /** Inclusive. A text without an offset is read in the project's time zone: `2026-01-01`, `2026-01-01 00:00:00`. */
  readonly startDate?: string | Date | undefined;
  /** Inclusive: the whole day, second or millisecond it names. */
  readonly endDate?: string | Date | undefined;
  /** Objects in place of strings and numbers. Default: false. */
  readonly expand?: Expand | undefined;
}

export interface ListOptions<Key extends 'list' | 'count' = 'list' | 'count'> {
  /** The things themselves, or how many each session has. Default: list. */
  readonly key?: Key | undefined;
}

export interface PageOptions {
  /** At most so many entries a page, from 1 to 10,000, which is the default. A page may hold fewer and not be the last. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before, with everything else unchanged. */
  readonly cursor?: string | null | undefined;
}

/** An id, or with `expand` the thing itself. */
export type Entry<Whole, Expand extends boolean> = Expand extends true ? Whole : string;

/** What a list is, by its `key` and `expand`. */
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

/** As the API writes a period. */
export function periodOf({ startDate, endDate }: Pick<Selection, 'startDate' | 'endDate'>) {
  return {
    ...(startDate !== undefined && { start_date: toText(startDate) }),
    ...(endDate !== undefined && { end_date: toText(endDate) }),
  };
}

function toText(date: string | Date): string {
  return typeof date === 'string' ? date : date.toISOString();
}
