import { type Answer, type Body, call } from './api.js';
import { asOneBatch, type Batch, inBatches, withCallersPositions } from './batches.js';
import type { CallOptions } from './client-options.js';
import {
  type Conversion,
  type ConversionEntry,
  type ConversionList,
  type ConversionsPage,
  type ConversionsPageQuery,
  type ConversionsQuery,
  toBody,
} from './conversions-query.js';
import type { Http } from './http.js';

const PATH = '/sessions/get-conversions';

export async function getConversions<Key extends 'list' | 'count', Expand extends boolean>(
  http: Http,
  query: ConversionsQuery<Key, Expand>,
  options: CallOptions = {},
): Promise<ConversionList<Key, Expand>> {
  const entries = query.key === 'count' ? await counts(http, query, options) : await list(http, query, options);
  return entries as ConversionList<Key, Expand>;
}

async function counts(http: Http, query: ConversionsQuery, options: CallOptions): Promise<unknown[]> {
  const counts: unknown[] = [];
  for (const batch of inBatches(query.sessionIds)) {
    counts.push(...(await ask(http, batch, { ...toBody(query), key: 'count' }, options)).data);
  }
  return query.expand ? counts : counts.map(Number);
}

/**
 * Ids do not say when, so what several requests gave could not be put in order by them: with more than one, the
 * conversions are fetched whole.
 */
async function list(http: Http, query: ConversionsQuery, options: CallOptions): Promise<unknown[]> {
  const batches = inBatches(query.sessionIds, { withoutRepeats: true });
  if (batches.length === 1) return [...(await ask(http, batches[0]!, toBody(query), options)).data];
  const conversions: Conversion[] = [];
  for (const batch of batches) {
    const { data } = await ask(http, batch, { ...toBody(query), expand: true }, options);
    for (const conversion of data as Conversion[]) conversions.push(conversion);
  }
  conversions.sort(byTimeAndId);
  return query.expand ? conversions : conversions.map(({ id }) => id);
}

/** As the API orders them. Times are all UTC to the millisecond, so their texts sort as they do. */
function byTimeAndId(a: Conversion, b: Conversion): number {
  return a.occurred_at === b.occurred_at ? compare(a.id, b.id) : compare(a.occurred_at, b.occurred_at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export async function getConversionsPage<Expand extends boolean>(
  http: Http,
  query: ConversionsPageQuery<Expand>,
  options: CallOptions = {},
): Promise<ConversionsPage<Expand>> {
  return askPage(http, asOneBatch(query.sessionIds), query, options);
}

export async function* iterateConversions<Expand extends boolean>(
  http: Http,
  query: Omit<ConversionsPageQuery<Expand>, 'cursor'>,
  options: CallOptions = {},
): AsyncGenerator<ConversionEntry<Expand>, void, undefined> {
  for (const batch of inBatches(query.sessionIds, { withoutRepeats: true })) {
    let cursor: string | null = null;
    do {
      const page: ConversionsPage<Expand> = await askPage(http, batch, { ...query, cursor }, options);
      yield* page.entries;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
}

async function askPage<Expand extends boolean>(
  http: Http,
  batch: Batch,
  query: ConversionsPageQuery<Expand>,
  options: CallOptions,
): Promise<ConversionsPage<Expand>> {
  const { limit = PAGE_LIMIT_MAX, cursor = null } = query;
  const { data, next_cursor } = await ask(http, batch, { ...toBody(query), limit, cursor }, options);
  return { entries: data as unknown as ConversionEntry<Expand>[], nextCursor: next_cursor ?? null };
}

const PAGE_LIMIT_MAX = 10_000;

/** A read, whatever its method, so it may be sent again. */
async function ask(
  http: Http,
  { sessionIds, positions }: Batch,
  body: Omit<Body<'POST', typeof PATH>, 'session_ids'>,
  options: CallOptions,
): Promise<Answer<'POST', typeof PATH>> {
  try {
    const request = { body: { ...body, session_ids: sessionIds }, resend: 'always' } as const;
    return await call(http, 'POST', PATH, request, options);
  } catch (error) {
    throw withCallersPositions(error, positions);
  }
}
