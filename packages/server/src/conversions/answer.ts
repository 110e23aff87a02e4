import { Readable } from 'node:stream';
import { fault } from '../faults.js';
import { refuse } from '../http/errors.js';
import { type Page, PageExpired, type PageRequest, type Store } from '../store/store.js';
import { writeCursor } from './cursor.js';
import { presentConversion, presentCount } from './present.js';
import type { ConversionsRequest } from './request.js';

/** Entries of a long answer that are read, and held in memory, at a time. */
export const STREAM_PAGE = 10_000;

type Conversions = Pick<Store, 'conversions' | 'sessions'>;
type ReadPage = (page: PageRequest) => Promise<Page<unknown>>;

/** The JSON text of the answer; a stream of it when there is more than one page of a list. */
export async function answerConversions(store: Conversions, request: ConversionsRequest): Promise<string | Readable> {
  if (request.key === 'count') return wrap(JSON.stringify(await countEntries(store, request)));
  const read = listReader(store, request);
  if (request.page) return pageAnswer(read, request.page);
  const first = await read({ limit: STREAM_PAGE, after: null });
  return first.next ? Readable.from(streamAnswer(read, first)) : wrap(JSON.stringify(first.items));
}

function wrap(data: string): string {
  return `{"error":false,"data":${data}}`;
}

/** One entry for each id asked for, in that order, repeats included. */
async function countEntries(store: Conversions, request: ConversionsRequest): Promise<unknown[]> {
  const { selection, sessionIds, expand } = request;
  const counts = new Map((await store.conversions.count(selection)).map((count) => [count.sessionId, count]));
  if (!expand) return sessionIds.map((id) => String(counts.get(id)?.count ?? 0));
  const known = await store.sessions.known(selection.projectId, sessionIds);
  return sessionIds.map((id) => presentCount(id, known.has(id), counts.get(id)));
}

function listReader({ conversions }: Conversions, { selection, expand }: ConversionsRequest): ReadPage {
  if (!expand) return (page) => conversions.ids(selection, page);
  return async (page) => {
    const { items, next } = await conversions.list(selection, page);
    return { items: items.map(presentConversion), next };
  };
}

async function pageAnswer(read: ReadPage, page: PageRequest): Promise<string> {
  try {
    const { items, next } = await read(page);
    return JSON.stringify({ error: false, data: items, next_cursor: next && writeCursor(next) });
  } catch (error) {
    if (!(error instanceof PageExpired)) throw error;
    throw refuse.invalid([
      fault('cursor', 'The cursor has expired, because a goal of the project changed since; start again without it.'),
    ]);
  }
}

/** Should a later page fail, the answer is broken off, which a client sees; it never ends early as if it were whole. */
async function* streamAnswer(read: ReadPage, first: Page<unknown>): AsyncGenerator<string> {
  let page = first;
  yield `{"error":false,"data":[${entries(page)}`;
  while (page.next) {
    page = await read({ limit: STREAM_PAGE, after: page.next });
    yield `,${entries(page)}`;
  }
  yield ']}';
}

/** A page's entries without the brackets around them. A page that follows another is never empty. */
function entries({ items }: Page<unknown>): string {
  return JSON.stringify(items).slice(1, -1);
}
