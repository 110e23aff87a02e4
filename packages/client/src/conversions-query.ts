import type { Body, Data } from './api.js';

type Request = Body<'POST', '/sessions/get-conversions'>;
type Entry = Data<'POST', '/sessions/get-conversions'>[number];

/** A conversion with everything that is known of it. */
export type Conversion = Extract<Entry, { readonly occurred_at: string }>;
/** How often a session converted. */
export type SessionCount = Extract<Entry, { readonly by_type: unknown }>;
export type ConversionType = Conversion['type'];

/** An id, `session:type:goal:event`, or with `expand` the conversion itself. */
export type ConversionEntry<Expand extends boolean> = Expand extends true ? Conversion : string;

/** What `getConversions` gives, by its `key` and `expand`. */
export type ConversionList<Key extends 'list' | 'count', Expand extends boolean> = Key extends 'count'
  ? Expand extends true
    ? SessionCount[]
    : number[]
  : Expand extends true
    ? Conversion[]
    : string[];

interface Selection<Expand extends boolean> {
  /** Any number. A whole number is taken as its decimal string; those above 2^53-1 must be strings. */
  readonly sessionIds: readonly (string | number)[];
  /** Inclusive. A text without an offset is read in the project's time zone: `2026-01-01`, `2026-01-01 00:00:00`. */
  readonly startDate?: string | Date | undefined;
  /** Inclusive: the whole day, second or millisecond it names. */
  readonly endDate?: string | Date | undefined;
  /** Absent or empty: all. */
  readonly types?: readonly ConversionType[] | undefined;
  /** Objects in place of strings and numbers. Default: false. */
  readonly expand?: Expand | undefined;
}

export interface ConversionsQuery<Key extends 'list' | 'count' = 'list' | 'count', Expand extends boolean = boolean>
  extends Selection<Expand> {
  /** The conversions themselves, or how many each session has. Default: list. */
  readonly key?: Key | undefined;
}

export interface ConversionsPageQuery<Expand extends boolean = boolean> extends Selection<Expand> {
  /** At most so many entries a page, from 1 to 10,000, which is the default. A page may hold fewer and not be the last. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before, with everything else unchanged. */
  readonly cursor?: string | null | undefined;
}

export interface ConversionsPage<Expand extends boolean> {
  readonly entries: readonly ConversionEntry<Expand>[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** The API's own words for it, without the session ids, which go out in batches. */
export function toBody({ startDate, endDate, types, expand }: Selection<boolean>): Omit<Request, 'session_ids'> {
  return {
    ...(startDate !== undefined && { start_date: toText(startDate) }),
    ...(endDate !== undefined && { end_date: toText(endDate) }),
    ...(types && { conversion_types: types }),
    ...(expand && { expand }),
  };
}

function toText(date: string | Date): string {
  return typeof date === 'string' ? date : date.toISOString();
}
