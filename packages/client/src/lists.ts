import type { Body } from './api.js';
import { asOneBatch, type Batch, inBatches, withCallersPositions } from './batches.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';
import { type ListOptions, type PageOptions, periodOf, type Selection } from './selection.js';

type Shared = Pick<
  Body<'POST', '/sessions/get-conversions'>,
  'session_ids' | 'key' | 'start_date' | 'end_date' | 'expand' | 'limit' | 'cursor'
>;

interface Answer {
  readonly data: readonly unknown[];
  readonly next_cursor?: string | null;
}

/** Sends one request for one batch of sessions, with the fields of `query` and those that all list endpoints share. */
export type Endpoint<Query> = (http: Http, query: Query, shared: Shared, options: CallOptions) => Promise<Answer>;

/** An entry of a list with `expand`. */
interface ExpandedEntry {
  readonly id: string;
  readonly occurred_at: string;
}

/** The whole list, or a count for each entry of `sessionIds`, in as many requests as needed. */
export async function getList<Query extends Selection & ListOptions>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions = {},
): Promise<unknown[]> {
  const send = senderOf(http, endpoint, query, options);
  if (query.key === 'count') {
    const counts: unknown[] = [];
    for (const batch of inBatches(query.sessionIds)) counts.push(...(await send(batch, { key: 'count' })).data);
    return query.expand ? counts : counts.map(Number);
  }
  const batches = inBatches(query.sessionIds, { withoutRepeats: true });
  if (batches.length === 1) return [...(await send(batches[0]!)).data];
  return getSorted(send, batches, query.expand);
}

type Send = (batch: Batch, more?: Partial<Shared>) => Promise<Answer>;

/** Ids contain no time, so the entries of several requests cannot be sorted by id. This fetches expanded entries instead. */
async function getSorted(send: Send, batches: readonly Batch[], expand = false): Promise<unknown[]> {
  const entries: ExpandedEntry[] = [];
  for (const batch of batches) {
    const { data } = await send(batch, { expand: true });
    for (const entry of data as ExpandedEntry[]) entries.push(entry);
  }
  entries.sort(byTimeAndId);
  return expand ? entries : entries.map(({ id }) => id);
}

/** The order of the API. All times are UTC to the millisecond, so they sort as texts. */
function byTimeAndId(a: ExpandedEntry, b: ExpandedEntry): number {
  return a.occurred_at === b.occurred_at ? compare(a.id, b.id) : compare(a.occurred_at, b.occurred_at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface AnyPage {
  readonly entries: readonly unknown[];
  readonly nextCursor: string | null;
}

/** One page of the list for at most 1000 sessions. */
export function getPage<Query extends Selection & PageOptions>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions = {},
): Promise<AnyPage> {
  return pageOf(senderOf(http, endpoint, query, options), asOneBatch(query.sessionIds), query);
}

/** Iterates over the entries, page by page and batch by batch. */
export async function* iterate<Query extends Selection & PageOptions>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  const send = senderOf(http, endpoint, query, options);
  for (const batch of inBatches(query.sessionIds, { withoutRepeats: true })) {
    let cursor: string | null = null;
    do {
      const page: AnyPage = await pageOf(send, batch, { limit: query.limit, cursor });
      yield* page.entries;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
}

const PAGE_LIMIT_MAX = 10_000;

async function pageOf(
  send: Send,
  batch: Batch,
  { limit = PAGE_LIMIT_MAX, cursor = null }: PageOptions,
): Promise<AnyPage> {
  const { data, next_cursor } = await send(batch, { limit, cursor });
  return { entries: data, nextCursor: next_cursor ?? null };
}

function senderOf<Query extends Selection>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions,
): Send {
  const common = { ...periodOf(query), ...(query.expand && { expand: true }) };
  return async ({ sessionIds, positions }, more = {}) => {
    try {
      return await endpoint(http, query, { ...common, ...more, session_ids: sessionIds }, options);
    } catch (error) {
      throw withCallersPositions(error, positions);
    }
  };
}
