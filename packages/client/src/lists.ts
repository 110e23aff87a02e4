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

/** Asks an endpoint about sessions of one batch: what a query has of its own, with what all such endpoints share. */
export type Endpoint<Query> = (http: Http, query: Query, shared: Shared, options: CallOptions) => Promise<Answer>;

/** A thing that is listed, as `expand` shows it. */
interface Whole {
  readonly id: string;
  readonly occurred_at: string;
}

/** The whole list, or a count for each entry of `sessionIds`, in as many requests as it takes. */
export async function getList<Query extends Selection & ListOptions>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions = {},
): Promise<unknown[]> {
  const ask = asker(http, endpoint, query, options);
  if (query.key === 'count') {
    const counts: unknown[] = [];
    for (const batch of inBatches(query.sessionIds)) counts.push(...(await ask(batch, { key: 'count' })).data);
    return query.expand ? counts : counts.map(Number);
  }
  const batches = inBatches(query.sessionIds, { withoutRepeats: true });
  if (batches.length === 1) return [...(await ask(batches[0]!)).data];
  return inOrder(ask, batches, query.expand);
}

type Ask = (batch: Batch, more?: Partial<Shared>) => Promise<Answer>;

/** Ids do not say when, so what several requests gave could not be put in order by them: things are fetched whole. */
async function inOrder(ask: Ask, batches: readonly Batch[], expand = false): Promise<unknown[]> {
  const things: Whole[] = [];
  for (const batch of batches) {
    const { data } = await ask(batch, { expand: true });
    for (const thing of data as Whole[]) things.push(thing);
  }
  things.sort(byTimeAndId);
  return expand ? things : things.map(({ id }) => id);
}

/** As the API orders them. Times are all UTC to the millisecond, so their texts sort as they do. */
function byTimeAndId(a: Whole, b: Whole): number {
  return a.occurred_at === b.occurred_at ? compare(a.id, b.id) : compare(a.occurred_at, b.occurred_at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface AnyPage {
  readonly entries: readonly unknown[];
  readonly nextCursor: string | null;
}

/** A page of a list, of at most 1000 sessions. */
export function getPage<Query extends Selection & PageOptions>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions = {},
): Promise<AnyPage> {
  return pageOf(asker(http, endpoint, query, options), asOneBatch(query.sessionIds), query);
}

/** Entry after entry, a page at a time, batch after batch. */
export async function* iterate<Query extends Selection & PageOptions>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  const ask = asker(http, endpoint, query, options);
  for (const batch of inBatches(query.sessionIds, { withoutRepeats: true })) {
    let cursor: string | null = null;
    do {
      const page: AnyPage = await pageOf(ask, batch, { limit: query.limit, cursor });
      yield* page.entries;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
}

const PAGE_LIMIT_MAX = 10_000;

async function pageOf(
  ask: Ask,
  batch: Batch,
  { limit = PAGE_LIMIT_MAX, cursor = null }: PageOptions,
): Promise<AnyPage> {
  const { data, next_cursor } = await ask(batch, { limit, cursor });
  return { entries: data, nextCursor: next_cursor ?? null };
}

function asker<Query extends Selection>(
  http: Http,
  endpoint: Endpoint<Query>,
  query: Query,
  options: CallOptions,
): Ask {
  const common = { ...periodOf(query), ...(query.expand && { expand: true }) };
  return async ({ sessionIds, positions }, more = {}) => {
    try {
      return await endpoint(http, query, { ...common, ...more, session_ids: sessionIds }, options);
    } catch (error) {
      throw withCallersPositions(error, positions);
    }
  };
}
