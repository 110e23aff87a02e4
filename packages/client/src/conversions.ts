import { type Body, call, type Data } from './api.js';
import type { Endpoint } from './lists.js';
import type { Entry, List, ListOptions, Page, PageOptions, Selection } from './selection.js';

const PATH = '/sessions/get-conversions';
type Item = Data<'POST', typeof PATH>[number];

/** A conversion with all its fields. */
export type Conversion = Extract<Item, { readonly occurred_at: string }>;
/** How often a session converted. */
export type SessionCount = Extract<Item, { readonly by_type: unknown }>;
export type ConversionType = Conversion['type'];

/** An id, `session:type:goal:event`, or the conversion itself with `expand`. */
export type ConversionEntry<Expand extends boolean> = Entry<Conversion, Expand>;
/** The result of `getConversions`, depending on `key` and `expand`. */
export type ConversionList<Key extends 'list' | 'count', Expand extends boolean> = List<
  Conversion,
  SessionCount,
  Key,
  Expand
>;
export type ConversionsPage<Expand extends boolean> = Page<Conversion, Expand>;

interface ConversionSelection<Expand extends boolean = boolean> extends Selection<Expand> {
  /** Absent or empty: all. */
  readonly types?: readonly ConversionType[] | undefined;
}
export interface ConversionsQuery<Key extends 'list' | 'count' = 'list' | 'count', Expand extends boolean = boolean>
  extends ConversionSelection<Expand>,
    ListOptions<Key> {}
export interface ConversionsPageQuery<Expand extends boolean = boolean>
  extends ConversionSelection<Expand>,
    PageOptions {}

export const CONVERSIONS: Endpoint<ConversionSelection> = (http, { types }, shared, options) => {
  const body: Body<'POST', typeof PATH> = { ...shared, ...(types && { conversion_types: types }) };
  return call(http, 'POST', PATH, { body, resend: 'always' }, options);
};
