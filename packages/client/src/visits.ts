import { type Body, call, type Data } from './api.js';
import type { Endpoint } from './lists.js';
import type { Entry, List, ListOptions, Page, PageOptions, Selection } from './selection.js';

const PATH = '/sessions/get-visits';
type Item = Data<'POST', typeof PATH>[number];

/** One page view. */
export type Visit = Extract<Item, { readonly occurred_at: string }>;
/** The number of page views in a session. */
export type VisitCount = Extract<Item, { readonly known: boolean }>;

/** An id, `session:event`, or the visit itself with `expand`. */
export type VisitEntry<Expand extends boolean> = Entry<Visit, Expand>;
/** The result of `getVisits`, depending on `key` and `expand`. */
export type VisitList<Key extends 'list' | 'count', Expand extends boolean> = List<Visit, VisitCount, Key, Expand>;
export type VisitsPage<Expand extends boolean> = Page<Visit, Expand>;

interface VisitSelection<Expand extends boolean = boolean> extends Selection<Expand> {
  /** Only these visits, by `id` of a visit or `visit_id` of a conversion; at most 1000. Absent or empty: all. */
  readonly visitIds?: readonly string[] | undefined;
}
export interface VisitsQuery<Key extends 'list' | 'count' = 'list' | 'count', Expand extends boolean = boolean>
  extends VisitSelection<Expand>,
    ListOptions<Key> {}
export interface VisitsPageQuery<Expand extends boolean = boolean> extends VisitSelection<Expand>, PageOptions {}

export const VISITS: Endpoint<VisitSelection> = (http, { visitIds }, shared, options) => {
  const body: Body<'POST', typeof PATH> = { ...shared, ...(visitIds && { visit_ids: visitIds }) };
  return call(http, 'POST', PATH, { body, resend: 'always' }, options);
};
